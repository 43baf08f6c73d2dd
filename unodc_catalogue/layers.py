"""The middleware that a request passes, the outermost first."""

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
    "unodc_catalogue.reading.ReadingMiddleware",  # chooses the server that it is read from, again for a retry
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
