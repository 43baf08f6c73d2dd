"""How often one visitor may ask: who asks too often is told when to return."""

from threading import Lock

from django.conf import settings
from rest_framework.throttling import AnonRateThrottle


class ExactThrottle(AnonRateThrottle):
    """Counts each request of an address, also of those that arrive together.

    Django REST framework reads the times of the last requests, adds one and writes them back: without the
    lock, threads lose what another one has added.
    """

    counting = Lock()

    def allow_request(self, request, view):
        with self.counting:
            return super().allow_request(request, view)


class RequestThrottle(ExactThrottle):
    scope = "api"

    def get_rate(self):
        return settings.API_RATE


class FileThrottle(ExactThrottle):
    """Whole files cost more than pages."""

    scope = "files"

    def get_rate(self):
        return settings.API_FILE_RATE
