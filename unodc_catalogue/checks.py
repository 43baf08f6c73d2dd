from django.conf import settings
from django.core.checks import Error, Tags, register
from django.http.request import validate_host

from .rates import is_rate

RATES = ("API_RATE", "API_FILE_RATE", "TEXT_RATE", "SIGN_IN_RATE")


@register(Tags.security)
def admin_hosts_are_served(app_configs, **options):
    """Reports every host of ADMIN_HOSTS that ALLOWED_HOSTS refuses, on which nobody could reach the admin."""
    return [
        Error(
            f"ADMIN_HOSTS names {host}, which ALLOWED_HOSTS does not.",
            hint="Add it to ALLOWED_HOSTS, or take it out of ADMIN_HOSTS.",
            id="unodc_catalogue.E001",
        )
        for host in settings.ADMIN_HOSTS
        if not validate_host(host, settings.ALLOWED_HOSTS)
    ]


@register()
def rates_can_be_read(app_configs, **options):
    """Reports every malformed rate, which would answer its first request with 500."""
    return [
        Error(f"{name} is {rate!r}.", hint="Write it as 30/minute.", id="unodc_catalogue.E002")
        for name in RATES
        if (rate := getattr(settings, name)) and not is_rate(rate)
    ]
