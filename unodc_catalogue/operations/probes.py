"""Answers /healthz, /readyz and /metrics in the thread that the server gives them, past the queue of requests.

They bypass Django: a probe may ask by plain HTTP and by any host, and an overloaded process still answers it.
"""

import json
from hmac import compare_digest

from django.conf import settings

from . import metrics
from .readiness import recent_faults, warnings

HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
JSON = "application/json"


class Probes:
    """A WSGI application that answers the three addresses itself and passes everything else on."""

    def __init__(self, application):
        self.application = application
        self.answers = {"/healthz": _health, "/readyz": _readiness, "/metrics": _metrics}

    def __call__(self, environ, start_response):
        answer = self.answers.get(environ["PATH_INFO"])
        if answer is None or (answer is _metrics and not _may_read_metrics(environ)):
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            status, kind, body = "405 Method Not Allowed", JSON, b"{}"
        else:
            status, kind, body = answer()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body))), *HEADERS])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _health():
    return "200 OK", JSON, _json(status="ok")


def _readiness():
    if faults := recent_faults():
        return "503 Service Unavailable", JSON, _json(status="unavailable", faults=faults)
    noted = warnings()
    return "200 OK", JSON, _json(status="ok", **({"warnings": noted} if noted else {}))


def _metrics():
    return "200 OK", metrics.CONTENT_TYPE, metrics.page()


def _json(**values) -> bytes:
    return json.dumps(values).encode()


def _may_read_metrics(environ) -> bool:
    """True for the bearer of METRICS_TOKEN, and on a host of METRICS_HOSTS."""
    scheme, _space, given = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    is_bearer = scheme.lower() == "bearer" and compare_digest(
        given.strip().encode(), settings.METRICS_TOKEN.encode()
    )
    host = environ.get("HTTP_HOST", "").rpartition(":")[0] or environ.get("HTTP_HOST", "")
    return bool(settings.METRICS_TOKEN and is_bearer) or host in settings.METRICS_HOSTS
