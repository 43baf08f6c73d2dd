"""Settings from the environment.

Production is the default: it needs SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL. The launcher sets
these itself, with CATALOGUE_LOCAL=1 for plain HTTP on this machine.
"""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name, hint):
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(
        f"{name} is not set. {hint} For a local catalogue run ./catalogue run, which sets it."
    )


def listed(name):
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


LOCAL = os.environ.get("CATALOGUE_LOCAL") == "1"
DEBUG = os.environ.get("DEBUG") == "1"

SECRET_KEY = required("SECRET_KEY", "Give it 50 random characters or more.")
required("ALLOWED_HOSTS", "Name the hosts that the catalogue is served on, separated by commas.")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")

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
    "activities",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "unodc_catalogue.middleware.SecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "unodc_catalogue.middleware.AdminHostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "unodc_catalogue.middleware.AddressLanguageMiddleware",
    "unodc_catalogue.load.LoadMiddleware",
    "unodc_catalogue.bodies.BodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "unodc_catalogue.middleware.PatienceMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "unodc_catalogue.middleware.SessionLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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

DATABASES = {
    "default": dj_database_url.parse(
        required("DATABASE_URL", "Give it the form postgres://user:password@host:port/name.")
    )
}
# The threads of a process that work on requests; who finds none within so many seconds is answered 503.
WORKERS = 8
QUEUE_PATIENCE = 12
# A pool per process instead of CONN_MAX_AGE: the two exclude each other.
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 1, "max_size": WORKERS, "timeout": 10},
    # No page needs seconds; a query that does is a mistake or an attack. In milliseconds, 0 for none.
    "options": f"-c statement_timeout={int(os.environ.get('STATEMENT_TIMEOUT', '10000'))}",
}

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

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hour
# By name and address together: nobody can lock an analyst out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # each failed sign-in; `axes_reset_logs --age` forgets them

# How often an address may send a password or a code; per process, as all rates are.
SIGN_IN_RATE = os.environ.get("SIGN_IN_RATE", "20/minute") or None
# The largest form that the admin accepts, in bytes: a spreadsheet of 5 MB and what goes with it.
BODY_LIMIT = int(os.environ.get("BODY_LIMIT", 6 * 2**20))

# A second factor (TOTP) for everybody in the admin.
TWO_FACTOR = os.environ.get("TWO_FACTOR") == "1"
OTP_TOTP_ISSUER = "UNODC activities catalogue"
# The hosts on which the admin answers; everywhere if none is named.
ADMIN_HOSTS = listed("ADMIN_HOSTS")
# What is typed into a form of the admin comes back after its session has ended.
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
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# How often one address may ask of the API and for whole files, the ZIP included; empty for no limit.
API_RATE = os.environ.get("API_RATE", "300/minute") or None
API_FILE_RATE = os.environ.get("API_FILE_RATE", "30/minute") or None
# The same for pages that search for a text which is new to the process.
TEXT_RATE = os.environ.get("TEXT_RATE", "600/minute") or None
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # two for each address that a rate counts
    }
}
REST_FRAMEWORK: dict[str, object] = {
    # Public and the same for everybody: no session is read, no cookie set.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "activities.api.errors.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": _("UNODC activities catalogue"),
    "DESCRIPTION": _("Every activity with the paragraph that says so, under the licence CC BY 4.0."),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {
        "ActivityKind": "activities.models.vocabulary.Kind",
        "CountryRole": "activities.models.vocabulary.Role",
        "FigureRole": "activities.models.figures.FigureRole",
        "InstrumentKind": "activities.models.taxonomy.InstrumentKind",
        "PartnerKind": "activities.models.taxonomy.PartnerKind",
        "ProgrammeKind": "activities.models.taxonomy.ProgrammeKind",
    },
    # The description lists the values of the catalogue, and a check may have no database.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
}

# Where readers write who find an error; without it a page tells them what to do.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")

# For a team of one: an editor may publish what they wrote themselves.
SELF_REVIEW = os.environ.get("SELF_REVIEW") == "1"

# The repository's curated data, and the material that it does not carry.
FIXTURES_DIR = BASE_DIR / "fixtures"
CATALOGUE_SOURCE_TEXT = os.environ.get("CATALOGUE_SOURCE_TEXT", "")
UN_M49_DIR = os.environ.get("UN_M49_DIR", "")
IATI_SCHEMA_DIR = os.environ.get("IATI_SCHEMA_DIR", "")

# Who publishes the IATI files. Whoever is not UNODC itself is a secondary reporter ("1").
IATI_REPORTING_ORG = {
    "ref": os.environ.get("IATI_REPORTING_ORG_REF", "XM-DAC-41128"),
    "type": os.environ.get("IATI_REPORTING_ORG_TYPE", "40"),  # multilateral
    "secondary-reporter": os.environ.get("IATI_SECONDARY_REPORTER", "1"),
    "name": {
        "fr": os.environ.get(
            "IATI_REPORTING_ORG_NAME_FR", "Office des Nations Unies contre la drogue et le crime"
        ),
        "en": os.environ.get("IATI_REPORTING_ORG_NAME_EN", "United Nations Office on Drugs and Crime"),
    },
}

# Named and shaped as Django 6's SECURE_CSP, which will replace the middleware.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
# A session ends two hours after the last page of the admin, twelve after it began, or with the browser.
SESSION_COOKIE_AGE = 60 * 60 * 2
SESSION_LIFE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
BEHIND_PROXY = os.environ.get("BEHIND_PROXY") == "1"
if BEHIND_PROXY:
    # Only where a proxy sets the header itself: a visitor could forge it otherwise.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "unodc_catalogue.middleware.address_behind_proxy"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Which address a visitor asked for in vain is no error of the catalogue's: it keeps no log of visits.
    "loggers": {"django.request": {"level": "ERROR"}},
}
