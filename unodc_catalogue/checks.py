from django.conf import settings
from django.core.checks import Error, Tags, register
from django.http.request import validate_host


@register(Tags.security)
def admin_hosts_are_served(app_configs, **options):
    """An admin on a host that is not served could be reached by nobody."""
    return [
        Error(
            f"ADMIN_HOSTS names {host}, which ALLOWED_HOSTS does not.",
            hint="Add it to ALLOWED_HOSTS, or take it out of ADMIN_HOSTS.",
            id="unodc_catalogue.E001",
        )
        for host in settings.ADMIN_HOSTS
        if not validate_host(host, settings.ALLOWED_HOSTS)
    ]
