import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unodc_catalogue.settings")
django = get_wsgi_application()

from .load import Workers  # noqa: E402  # reads the settings
from .operations import error_reports, metrics, starting  # noqa: E402  # the same
from .operations.observing import Observed  # noqa: E402
from .operations.probes import Probes  # noqa: E402

starting.ensure_set_up()
error_reports.begin()
metrics.time_queries()
application = Probes(Observed(Workers(django)))
starting.prepare()
