"""Lets public requests read from the server chosen for them, and all others from the primary."""

from django.db import DEFAULT_DB_ALIAS

from .database.replicas import servers
from .database.routing import read_from
from .middleware import is_admin

SAFE = ("GET", "HEAD")


def is_public_reading(request) -> bool:
    return request.method in SAFE and not is_admin(request)


class ReadingMiddleware:
    """Sets the server for the thread until its next request: a streamed body is read after this has returned."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        read_from(servers.choose() if is_public_reading(request) else DEFAULT_DB_ALIAS)
        return self.get_response(request)
