"""Settings from the environment.

Production is the default: it needs SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL. The launcher sets
these itself, with CATALOGUE_LOCAL=1 for plain HTTP on this machine.
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from . import browser_policy, logs, openapi, publisher
from .database import connection
from .variables import listed, required, site, whole

BASE_DIR = Path(__file__).resolve().parent.parent

LOCAL = os.environ.get("CATALOGUE_LOCAL") == "1"
DEBUG = os.environ.get("DEBUG") == "1"

SECRET_KEY = required("SECRET_KEY", "Give it 50 random characters or more.")
required("ALLOWED_HOSTS", "Name the hosts that the catalogue is served on, separated by commas.")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")
# The scheme and host of every URL that leaves the catalogue, whatever host was asked; else the host of the request.
PUBLIC_URL = site("PUBLIC_URL")

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

MIDDLEWARE = [
    "unodc_catalogue.middleware.PrivateMiddleware",
    "unodc_catalogue.operations.observing.KindMiddleware",
    "unodc_catalogue.middleware.SecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "unodc_catalogue.middleware.CookieMiddleware",
    "unodc_catalogue.middleware.AdminHostMiddleware",
    "unodc_catalogue.middleware.PublicUrlMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "unodc_catalogue.outages.OutageMiddleware",  # outside of everything that reads the database
    "django.contrib.sessions.middleware.SessionMiddleware",
    "unodc_catalogue.middleware.AddressLanguageMiddleware",
    "unodc_catalogue.load.LoadMiddleware",
    "unodc_catalogue.bodies.BodyMiddleware",
    "unodc_catalogue.middleware.AddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "unodc_catalogue.middleware.SessionLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "unodc_catalogue.rates.NewTextMiddleware",
]

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

DATABASES = {"default": connection.DEFAULT}
# The threads of a process that handle requests; a request that gets none within QUEUE_PATIENCE s is answered
# 503.
WORKERS = 8
QUEUE_PATIENCE = 12

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["unodc_catalogue.desk.hashing.PatientPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

PASSWORD_RESET_TIMEOUT = 60 * 60 * 24  # of the link by which users set their own password

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hour
# By user name and IP address together: nobody can lock an analyst out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "unodc_catalogue.desk.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # each failed sign-in; `axes_reset_logs --age` deletes old ones

# How often an IP address may send a password or a code; per process, like all rates.
SIGN_IN_RATE = os.environ.get("SIGN_IN_RATE", "20/minute") or None
# The largest form that the admin accepts, in bytes: a spreadsheet of 8 MB and its form fields.
BODY_LIMIT = int(os.environ.get("BODY_LIMIT", 9 * 2**20))
# Work longer than a request: `manage.py work` runs it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Requires a second factor (TOTP) of every user of the admin.
TWO_FACTOR = os.environ.get("TWO_FACTOR") == "1"
OTP_TOTP_ISSUER = "UNODC activities catalogue"
# The hosts that serve the admin; all if none is named.
ADMIN_HOSTS = listed("ADMIN_HOSTS")
# Recovers admin forms sent with an outdated CSRF token.
CSRF_FAILURE_VIEW = "unodc_catalogue.desk.resuming.csrf_failure"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "unodc_catalogue" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Vienna"  # UNODC's headquarters

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT", BASE_DIR / ".local" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "unodc_catalogue.storage.StaticFilesStorage"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits by IP address, for the API and for whole files, the ZIP included; empty for no limit.
API_RATE = os.environ.get("API_RATE", "300/minute") or None
API_FILE_RATE = os.environ.get("API_FILE_RATE", "30/minute") or None
# The same for pages that search for a text new to the process.
TEXT_RATE = os.environ.get("TEXT_RATE", "600/minute") or None
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # two for each IP address that a rate counts
    }
}
# What a process keeps of the pages that it sent, until the next version of the catalogue; 0 for nothing.
PAGE_CACHE_BYTES = int(os.environ.get("PAGE_CACHE_BYTES", 16 * 2**20))
REST_FRAMEWORK: dict[str, object] = {
    # Public and the same for everybody: no session is read, no cookie set.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "activities.opendata.api.errors.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = openapi.SETTINGS

# Where visitors report errors; without it a page explains how.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")

# Where a vulnerability is reported: mailto:… or https://…, printed in /.well-known/security.txt.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "")

# For a team of one: an editor may publish their own work.
SELF_REVIEW = os.environ.get("SELF_REVIEW") == "1"

# The repository's curated data, and source material that is not in it.
FIXTURES_DIR = BASE_DIR / "fixtures"
# Counts texts searched for that find nothing, without who typed them; kept for 90 days.
COUNT_UNANSWERED = os.environ.get("COUNT_UNANSWERED", "1") == "1"
# Off: 120 MB less in each process, and questions are answered by their words alone.
SEARCH_BY_MEANING = os.environ.get("SEARCH_BY_MEANING", "1") == "1"
# Of a large catalogue: where `build_sentence_index` writes what all processes of a machine map into memory.
SENTENCE_INDEX_DIR = Path(os.environ.get("SENTENCE_INDEX_DIR", BASE_DIR / ".local" / "sentences"))
CATALOGUE_SOURCE_TEXT = os.environ.get("CATALOGUE_SOURCE_TEXT", "")
UN_M49_DIR = os.environ.get("UN_M49_DIR", "")
IATI_SCHEMA_DIR = os.environ.get("IATI_SCHEMA_DIR", "")
DCAT_AP_DIR = os.environ.get("DCAT_AP_DIR", "")

IATI_REPORTING_ORG = publisher.REPORTING_ORG

SECURE_CSP = browser_policy.CSP
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
# Reduced by HSTS_SECONDS=0, HSTS_INCLUDE_SUBDOMAINS=0, HSTS_PRELOAD=0.
SECURE_HSTS_SECONDS = 0 if LOCAL else whole("HSTS_SECONDS", 60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL and os.environ.get("HSTS_INCLUDE_SUBDOMAINS", "1") == "1"
# The browsers' preload list accepts no host without its subdomains.
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS and os.environ.get("HSTS_PRELOAD", "1") == "1"
BEHIND_PROXY = os.environ.get("BEHIND_PROXY") == "1"
if BEHIND_PROXY:
    # Only if a proxy sets the header itself: a visitor could forge it otherwise.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "unodc_catalogue.middleware.address_behind_proxy"

LOGGING = logs.LOGGING
# A line for each request: time, id, kind, status, duration. LOG_ADDRESSES adds who asked for what.
LOG_REQUESTS = os.environ.get("LOG_REQUESTS", "0" if LOCAL else "1") == "1"
LOG_ADDRESSES = os.environ.get("LOG_ADDRESSES") == "1"
# /metrics is for the bearer of this token, and for the hosts named; for nobody if neither is set.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
METRICS_HOSTS = listed("METRICS_HOSTS")
# Errors are reported to this address by sentry-sdk, if it is installed.
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
