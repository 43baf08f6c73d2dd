import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unodc_catalogue.settings")
django = get_wsgi_application()

from activities.language import encoder  # noqa: E402  # reads the settings

from .load import Workers  # noqa: E402  # reads the settings

application = Workers(django)
# The first question would wait for it, and one while a page is edited; pages are served meanwhile.
Thread(target=encoder.load, name="encoder", daemon=True).start()
