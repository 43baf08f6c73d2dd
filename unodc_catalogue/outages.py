"""Answers 503 in the format that the URL normally returns, within seconds, while the database is unusable.

A lost connection (restart, failover, idle timeout) is invisible to visitors: Django checks it before its
first use in a request, and a GET or HEAD that loses it after that is retried once.
"""

import logging
import sys
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error as plain_server_error
from psycopg.errors import QueryCanceled

from activities.models.restoring import NotWholeError, ensure_whole
from activities.opendata.api.base import language_of
from activities.opendata.api.errors import PROBLEM
from activities.opendata.api.sharing import for_programs, opened

from .database.base import UnreachableError

SAFE = ("GET", "HEAD")
JSON_PAGES = {"suggestions"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outage:
    """A reason for 503, in words; `wait` is the number of seconds until a retry is worthwhile."""

    title: str | Promise
    detail: str | Promise
    wait: int
    may_pass: bool = False  # a retry on a new connection may succeed


TOO_SLOW = Outage(
    _("This question takes too long"),
    _(
        "The search was stopped so that the catalogue stays available to everybody. Fewer words, another order or one more filter will give an answer."
    ),
    wait=30,
)
AWAY = Outage(
    _("The catalogue cannot be read at the moment"),
    _("Its database does not answer. Nothing is lost: try again in a few seconds."),
    wait=5,
)
LOST = Outage(AWAY.title, AWAY.detail, AWAY.wait, may_pass=True)


def outage_of(error: BaseException | None) -> Outage | None:
    """Returns the outage behind an error; None for a bug of our own."""
    match error:
        case OperationalError(__cause__=QueryCanceled()):
            return TOO_SLOW
        case OperationalError(__cause__=UnreachableError()):
            return AWAY
        case OperationalError() | InterfaceError():
            return LOST
        case DatabaseError() if not _is_whole():
            return AWAY
    return None


def _is_whole():
    """False while a dump is being restored: tables are missing, or lack their keys."""
    try:
        ensure_whole()
    except DatabaseError as error:
        return not isinstance(error, NotWholeError)
    return True


class OutageMiddleware:
    """Answers 503 if a view met an outage, after one retry if a new connection may help."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.outage = None
        response = self.get_response(request)
        if request.outage and request.outage.may_pass and request.method in SAFE:
            close_old_connections()
            response = self.get_response(request)
        return response

    def process_exception(self, request, exception):
        return _answered(request, exception)


def server_error(request):
    """Answers 503 or 500 to an error raised outside of the views, in a session or a middleware."""
    return _answered(request, sys.exc_info()[1]) or plain_server_error(request)


def _answered(request, error):
    outage = outage_of(error)
    if outage is None:
        return None
    logger.warning("The database gave no answer: %s", str(error).strip().partition("\n")[0])
    request.outage = outage
    return unavailable(request, outage)


def unavailable(request, outage: Outage) -> HttpResponse:
    """Returns the 503 as a page, problem+json (RFC 9457) or plain text, as the URL normally returns."""
    language = _language(request)
    with translation.override(language):
        response = _written(request, outage)
    headers = {"Retry-After": outage.wait, "Cache-Control": "no-store", "Content-Language": language}
    for name, value in headers.items():
        response[name] = value
    return response


def _language(request):
    """Returns the language of the URL, since the middleware that activates it may be what failed."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        return language_of(request) if hasattr(_view(request), "cls") else language


def _view(request):
    return request.resolver_match and request.resolver_match.func


def _written(request, outage):
    view = _view(request)
    is_shared = for_programs(view)
    if hasattr(view, "cls") or (view and request.resolver_match.url_name in JSON_PAGES):
        body = {"type": "about:blank", "title": outage.title, "status": 503, "detail": outage.detail}
        readable = {"ensure_ascii": False}
        response: HttpResponse = JsonResponse(
            body, status=503, content_type=PROBLEM, json_dumps_params=readable
        )
    elif is_shared or "." in request.path_info.rpartition("/")[2]:
        text = f"{outage.title}. {outage.detail}\n"
        response = HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    else:
        context = {"outage": outage, "is_safe": request.method in SAFE}
        response = render(request, "503.html", context, status=503)
    return opened(response) if is_shared else response
