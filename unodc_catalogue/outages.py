"""The answers given while the database cannot answer: 503 within seconds, in words, of the kind that was asked for.

A connection that was lost (restart, failover, idle cut) costs no reader anything: Django checks it before
its first use in a request, and what breaks after that is asked again, once, where asking changes nothing.
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
    """A reason for 503, in words; `wait` is the number of seconds after which it is worth asking again."""

    title: str | Promise
    detail: str | Promise
    wait: int
    may_pass: bool = False  # a new connection may do


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
    """The outage that an error tells of; None for an error of our own."""
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
    """False while a dump is being restored: tables are not there, or lack their keys."""
    try:
        ensure_whole()
    except DatabaseError as error:
        return not isinstance(error, NotWholeError)
    return True


class OutageMiddleware:
    """Answers 503 where a view met an outage, and asks once more where a new connection may do."""

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
    """Answers 503 or 500 to an error that no view raised: of a session, of a middleware."""
    return _answered(request, sys.exc_info()[1]) or plain_server_error(request)


def _answered(request, error):
    outage = outage_of(error)
    if outage is None:
        return None
    logger.warning("The database gave no answer: %s", str(error).strip().partition("\n")[0])
    request.outage = outage
    return unavailable(request, outage)


def unavailable(request, outage: Outage) -> HttpResponse:
    """The answer as a page, as problem+json (RFC 9457) or as a plain text, by what the address gives else."""
    language = _language(request)
    with translation.override(language):
        response = _written(request, outage)
    headers = {"Retry-After": outage.wait, "Cache-Control": "no-store", "Content-Language": language}
    for name, value in headers.items():
        response[name] = value
    return response


def _language(request):
    """That of the address, since the middleware that puts it in force may be among what failed."""
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
