import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unodc_catalogue.settings")
django = get_wsgi_application()

from .load import Workers  # noqa: E402  # reads the settings

application = Workers(django)
