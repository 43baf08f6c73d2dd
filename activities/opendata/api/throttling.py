"""Rate limits by visitor; a refusal says when to retry."""

from rest_framework.throttling import BaseThrottle

from unodc_catalogue.rates import seconds_to_wait


class RequestThrottle(BaseThrottle):
    setting = "API_RATE"

    def allow_request(self, request, view):
        self.seconds = seconds_to_wait(request, self.setting)
        return not self.seconds

    def wait(self):
        return self.seconds


class FileThrottle(RequestThrottle):
    """Limits whole files, which cost more than pages."""

    setting = "API_FILE_RATE"
