"""The language of a response, from its request."""

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.utils import translation

API = "/api/"


def language_of_url(path: str) -> str:
    """Returns the language of a URL: English below /en/, French without a prefix."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def language_of_reader(request) -> str:
    """Returns the language that the header Accept-Language prefers: for URLs that name none."""
    return translation.get_language_from_request(request)


def language_of(request) -> str:
    """Returns the language named by the parameter `lang`, else by the URL; in the API, by Accept-Language."""
    with suppress(SuspiciousOperation):  # too many parameters: reported where they are checked
        if (asked := request.GET.get("lang")) in dict(settings.LANGUAGES):
            return asked
    if request.path_info.startswith(API):
        return language_of_reader(request)
    return language_of_url(request.path_info)
