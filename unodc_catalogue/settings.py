"""Settings from the environment.

Production is the default: it needs SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL. The launcher sets
these itself, with CATALOGUE_LOCAL=1 for plain HTTP on this machine. `settings_help` prints every variable.
"""

from django.utils.translation import gettext_lazy as _

from . import browser_policy, https, layers, logs, openapi, publisher
from .database import connection
from .desk import passwords
from .variables import (
    BASE_DIR,
    declare,
    flag,
    listed,
    path,
    rate,
    required,
    required_list,
    site,
    text,
    url,
    whole,
)

SECRET_KEY = required("SECRET_KEY", help="Give it 50 random characters or more.")
ALLOWED_HOSTS = required_list(
    "ALLOWED_HOSTS", help="Name the hosts that the catalogue is served on, separated by commas."
)
PUBLIC_URL = site(
    "PUBLIC_URL",
    help="The scheme and host of every URL in pages, files, feeds and the API, whatever host was asked;"
    " without it the host of the request.",
)
LOCAL = flag("CATALOGUE_LOCAL", help="1 for plain HTTP, as the launcher sets it; never in production.")
DEBUG = flag("DEBUG", help="1 for Django's pages of errors; never in production.")
CSRF_TRUSTED_ORIGINS = listed(
    "CSRF_TRUSTED_ORIGINS", help="Where the proxy's host differs: the origins of the admin, with https://."
)

INSTALLED_APPS = [
    "unodc_catalogue.apps.CatalogueAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",
    "activities",
]

MIDDLEWARE = layers.MIDDLEWARE

ROOT_URLCONF = "unodc_catalogue.urls"
WSGI_APPLICATION = "unodc_catalogue.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# The primary by DATABASE_URL and READER_URL, and its replicas by REPLICA_URLS.
DATABASES = connection.DATABASES
DATABASE_ROUTERS = ["unodc_catalogue.database.routing.Router"]
# The threads of a process that handle requests; a request that gets none within QUEUE_PATIENCE s is answered
# 503.
WORKERS = 8
QUEUE_PATIENCE = 12

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["unodc_catalogue.desk.hashing.PatientPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = passwords.VALIDATORS
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24  # of the link by which users set their own password

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hour
# By user name and IP address together: nobody can lock an analyst out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "unodc_catalogue.desk.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # each failed sign-in; `axes_reset_logs --age` deletes old ones

SIGN_IN_RATE = rate("SIGN_IN_RATE", "20/minute", help="Passwords and codes from an IP address, per process")
BODY_LIMIT = whole("BODY_LIMIT", 9 * 2**20, help="The largest form of the admin in bytes: a spreadsheet.")
# Work longer than a request: `manage.py work` runs it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

TWO_FACTOR = flag("TWO_FACTOR", help="1 requires a second factor (TOTP), which the first sign-in sets up.")
OTP_TOTP_ISSUER = "UNODC activities catalogue"
ADMIN_HOSTS = listed("ADMIN_HOSTS", help="The hosts that serve the admin; all if none is named.")
# Recovers admin forms sent with an outdated CSRF token.
CSRF_FAILURE_VIEW = "unodc_catalogue.desk.resuming.csrf_failure"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "unodc_catalogue" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Vienna"  # UNODC's headquarters

STATIC_URL = "static/"
STATIC_ROOT = path("STATIC_ROOT", ".local/static", help="Where collectstatic writes, and the server reads.")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "unodc_catalogue.fonts.FontFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "unodc_catalogue.storage.StaticFilesStorage"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

API_RATE = rate("API_RATE", "300/minute", help="Queries of the API from an IP address, per process")
API_FILE_RATE = rate(
    "API_FILE_RATE", "30/minute", help="Whole files and feeds for an IP address, per process"
)
TEXT_RATE = rate("TEXT_RATE", "600/minute", help="Searches from an IP address for texts new to the process")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # two for each IP address that a rate counts
    }
}
PAGE_CACHE_BYTES = whole("PAGE_CACHE_BYTES", 16 * 2**20, help="Bytes of pages that a process keeps; 0: none.")
REST_FRAMEWORK = openapi.REST_FRAMEWORK
SPECTACULAR_SETTINGS = openapi.SETTINGS

CONTACT_EMAIL = text("CONTACT_EMAIL", help="Where visitors report errors; without it the pages say so.")
SECURITY_CONTACT = text("SECURITY_CONTACT", help="Where to report a vulnerability: mailto:… or https://….")
SELF_REVIEW = flag("SELF_REVIEW", help="1 for a team of one, who may approve their own edits.")

FIXTURES_DIR = BASE_DIR / "fixtures"  # the repository's curated data
COUNT_UNANSWERED = flag("COUNT_UNANSWERED", default=True, help="0 counts no texts that found nothing.")
SEARCH_BY_MEANING = flag(
    "SEARCH_BY_MEANING", default=True, help="0 searches by words alone; 120 MB less in each process."
)
SENTENCE_INDEX_DIR = path(
    "SENTENCE_INDEX_DIR",
    ".local/sentences",
    help="Where the worker writes, for all processes, the sentence index of more than 15,000 activities.",
)
CATALOGUE_SOURCE_TEXT = text("CATALOGUE_SOURCE_TEXT", help="For tests: the text of the report, Markdown.")
UN_M49_DIR = text("UN_M49_DIR", help="For tests: the directory of the UN M49 tables.")
IATI_SCHEMA_DIR = text("IATI_SCHEMA_DIR", help="For tests: the directory of IATI's schema and code lists.")
DCAT_AP_DIR = text("DCAT_AP_DIR", help="For tests: the directory of the shapes of DCAT-AP 3.")

IATI_REPORTING_ORG = publisher.REPORTING_ORG

CSP_REPORT_URI = url(
    "CSP_REPORT_URI",
    help="The URL of a collector of your own, to which browsers report what the Content-Security-Policy refused,"
    " with the address of the page.",
)
SECURE_CSP = browser_policy.csp(CSP_REPORT_URI)
PERMISSIONS_POLICY = browser_policy.PERMISSIONS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
# A session ends two hours after the last page of the admin, twelve after it began, or with the browser.
SESSION_COOKIE_AGE = 60 * 60 * 2
SESSION_LIFE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# No other host, subdomain or plain connection can set a cookie with this prefix, which requires the path "/".
SESSION_COOKIE_NAME = "sessionid" if LOCAL else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if LOCAL else "__Host-csrftoken"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/" if LOCAL else "/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
# Characters of path and query: more than any link of a page has.
LONGEST_ADDRESS = 32_000
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else https.SECONDS
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL and https.INCLUDE_SUBDOMAINS
SECURE_HSTS_PRELOAD = not LOCAL and https.PRELOAD
BEHIND_PROXY = flag(
    "BEHIND_PROXY",
    help="1 only where a proxy sets X-Forwarded-Proto and sets or appends to X-Forwarded-For itself.",
)
if BEHIND_PROXY:
    # Only if a proxy sets the header itself: a visitor could forge it otherwise.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "unodc_catalogue.middleware.address_behind_proxy"

LOGGING = logs.LOGGING
LOG_REQUESTS = flag("LOG_REQUESTS", default=not LOCAL, help="0 for no line of log for each request.")
LOG_ADDRESSES = flag("LOG_ADDRESSES", help="1 adds path, query and IP address to the lines of requests.")
METRICS_TOKEN = text("METRICS_TOKEN", help="/metrics answers the bearer of this token, and METRICS_HOSTS.")
METRICS_HOSTS = listed("METRICS_HOSTS", help="The hosts on which /metrics answers everybody.")
METRICS_DIR = text(
    "PROMETHEUS_MULTIPROC_DIR",
    help="A directory, emptied before each start, in which the processes of a machine share their metrics.",
)
SENTRY_DSN = text("SENTRY_DSN", help="Where errors are reported, without visitors' data; needs sentry-sdk.")
MAINTENANCE_DIR = path("MAINTENANCE_DIR", ".local", help="Where the proxy looks for the page of maintenance.")
declare("PG_BIN", help="The directory of PostgreSQL's programs, if those found are older than the server.")
