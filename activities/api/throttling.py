"""How often one visitor may ask: who asks too often is told when to return."""

from django.conf import settings
from rest_framework.throttling import AnonRateThrottle


class RequestThrottle(AnonRateThrottle):
    scope = "api"

    def get_rate(self):
        return settings.API_RATE


class FileThrottle(AnonRateThrottle):
    """Whole files cost more than pages."""

    scope = "files"

    def get_rate(self):
        return settings.API_FILE_RATE
