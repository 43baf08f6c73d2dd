"""The site with the pages in the plain Django way beside it, for granian."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
settings.ROOT_URLCONF = "tests.benchmark.urls"
