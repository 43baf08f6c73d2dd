"""Measures each request, and writes a line of log that says neither who asked nor for what."""

import logging
import re
import uuid
from time import perf_counter

from django.conf import settings

from unodc_catalogue.logs import FIELDS, request_id

from . import metrics

KIND = "unodc_catalogue.kind"  # environ key: the name of the URL, set by KindMiddleware
REQUEST_ID = "unodc_catalogue.request_id"  # environ key
GIVEN_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)

logger = logging.getLogger("catalogue.requests")


class KindMiddleware:
    """Names the kind of a request for the log and the metrics, and its id for all that is logged meanwhile."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request_id.set(request.META.get(REQUEST_ID, ""))
        try:
            return self.get_response(request)
        finally:
            request_id.reset(token)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        request.META[KIND] = "admin" if match.namespace == "admin" else match.view_name or "other"


class Observed:
    """A WSGI application whose requests are measured, from their arrival to the end of the answer."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        request = Request(environ)

        def start(status, headers, exc_info=None):
            request.status = status[:3]
            return start_response(status, [*headers, ("X-Request-ID", request.id)], exc_info)

        try:
            response = self.application(environ, start)
        except BaseException:
            request.end()
            raise
        if isinstance(response, list):  # the server sends it at once
            request.end()
            return response
        return Response(response, request)


class Request:
    """A request in progress; `end` is called once, when its answer has been sent or broken off."""

    def __init__(self, environ):
        self.environ, self.started = environ, perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
        self.id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        self.status = "500"
        environ[REQUEST_ID] = self.id

    def end(self):
        seconds = perf_counter() - self.started
        is_static = self.environ["PATH_INFO"].startswith(settings.STATIC_URL)
        kind = self.environ.get(KIND, "static" if is_static else "other")
        metrics.REQUESTS.labels(kind, self.status).inc()
        metrics.DURATIONS.labels(kind).observe(seconds)
        metrics.note_index()
        if (kind, self.status) == ("admin", "429"):
            metrics.REFUSED_SIGN_INS.inc()
        if settings.LOG_REQUESTS:
            fields = {
                "request": self.id,
                "kind": kind,
                "status": int(self.status),
                "ms": round(1000 * seconds, 1),
            }
            logger.info("request", extra={FIELDS: fields | self._private()})

    def _private(self):
        """Returns who asked for what, if the operator wishes to log that."""
        if not settings.LOG_ADDRESSES:
            return {}
        names = {"address": "REMOTE_ADDR", "path": "PATH_INFO", "query": "QUERY_STRING"}
        return {name: self.environ.get(key, "") for name, key in names.items()}


class Response:
    """The parts of a response, whose request ends when the server closes it."""

    def __init__(self, response, request):
        self.response, self.request = response, request

    def __iter__(self):
        return iter(self.response)

    def close(self):
        try:
            if hasattr(self.response, "close"):
                self.response.close()
        finally:
            self.request.end()
