"""Whole pages in the memory of a process: one that is requested again is sent as it was made."""

from functools import wraps
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse

from activities.caching import entity_tag
from activities.models.index import PerVersion
from activities.search import SizedCache

SAFE = ("GET", "HEAD")
BESIDES = 2000  # bytes of a page beside its content: key, headers and the objects that hold them


class Page(NamedTuple):
    """A response that all threads share: nothing in it can change."""

    content: bytes
    headers: tuple[tuple[str, str], ...]

    def response(self) -> HttpResponse:
        return HttpResponse(self.content, headers=dict(self.headers))


def _size(page: Page) -> int:
    return len(page.content) + BESIDES


# The pages of the present version by ETag; those of the one before are dropped with it.
current_pages: PerVersion[SizedCache[str, Page]] = PerVersion(
    lambda: SizedCache(settings.PAGE_CACHE_BYTES, _size)
)


def cached(view):
    """Decorates a view of a page, inside `per_version`, with a cache of its responses.

    Their key is the ETag, which is made of everything that a page depends on: what may be confirmed by a 304
    may also be sent again. Middleware treats both alike, so that hosts, limits, headers, metrics and log are
    as they are for a page made anew.
    """

    @wraps(view)
    def answered(request, *args, **kwargs):
        # Middleware drops the cookies of public pages: with any left, this is a page of somebody.
        if not settings.PAGE_CACHE_BYTES or request.method not in SAFE or request.COOKIES:
            return view(request, *args, **kwargs)
        pages, key = current_pages(), entity_tag(request)
        if page := pages.get_many([key]).get(key):
            return page.response()
        response = view(request, *args, **kwargs)
        if _may_be_sent_again(response):
            pages.set_many({key: Page(response.content, tuple(response.headers.items()))})
        return response

    return answered


def made_anew(response: HttpResponse) -> HttpResponse:
    """Keeps a response out of the cache: its view must see every request."""
    response.is_made_anew = True  # type: ignore[attr-defined]  # an attribute of ours
    return response


def _may_be_sent_again(response):
    """Returns False for files, errors, redirects, and whatever sets a cookie or is rendered later."""
    if getattr(response, "is_made_anew", False):
        return False
    is_whole = not response.streaming and getattr(response, "is_rendered", True)
    return is_whole and response.status_code == 200 and not response.cookies
