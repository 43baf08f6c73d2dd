"""Answers 503 in the format that the URL normally returns, within seconds, while the database is unusable.

A lost connection (restart, failover, idle timeout) is invisible to visitors: Django checks it before its
first use in a request, and a GET or HEAD that loses it after that is retried once, and on each other server
that it may be read from.
"""

import logging
import sys
from dataclasses import dataclass
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connections
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error as plain_server_error
from psycopg.errors import QueryCanceled

from activities.models.restoring import NotWholeError, ensure_whole

from .database.base import UnreachableError
from .database.routing import may_read_elsewhere
from .problems import answer
from .reading import SAFE, is_public_reading

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outage:
    """A reason for 503, in words; `wait` is the number of seconds until a retry is worthwhile."""

    title: str | Promise
    detail: str | Promise
    wait: int
    may_pass: bool = False  # a retry on a new connection may succeed


TOO_SLOW = Outage(
    _("This search takes too long"),
    _(
        "The search was stopped so that the catalogue remains available to everybody. Try fewer words, another order or one more filter."
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
    """Answers 503 if a view met an outage, after retries if a new connection or another server may help."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.outage = None
        response = self.get_response(request)
        for _server in connections:
            if request.outage is None or not request.outage.may_pass or request.method not in SAFE:
                break
            close_old_connections()
            request.outage = None
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
    if outage is not TOO_SLOW and may_read_elsewhere() and is_public_reading(request):
        outage = LOST
    request.outage = outage
    return unavailable(request, outage)


def unavailable(request, outage: Outage) -> HttpResponse:
    """Returns the 503, in the format that the URL normally returns."""
    is_safe = request.method in SAFE
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return answer(
        request, status, outage.title, outage.detail, wait=outage.wait, template="503.html", is_safe=is_safe
    )
