"""The logging configuration: lines of plain text or of JSON, each with the time and the id of its request."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

from .variables import chosen

LONGEST = 200
# Requests that Django refuses (400), by the name of the exception.
REFUSALS = (
    "DisallowedHost",
    "DisallowedRedirect",
    "LongAddress",
    "RequestDataTooBig",
    "SuspiciousOperation",
    "TooManyFieldsSent",
    "TooManyFilesSent",
)
FIELDS = "fields"  # of a record: further values by name

# Of the request that the present thread works on.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class Fields(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record):
        line = {**_common(record), "message": record.getMessage(), **_fields(record)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Plain(logging.Formatter):
    """Formats a record as text: its time, level and logger, the message, then the fields as name=value."""

    def format(self, record):
        line = " ".join([*_common(record).values(), record.getMessage()])
        fields = "".join(
            f" {name}={json.dumps(value, ensure_ascii=False)}" for name, value in _fields(record).items()
        )
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return f"{line}{fields}{trace}"


def _common(record):
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return {"time": time, "level": record.levelname, "logger": record.name}


def _fields(record):
    request = {"request": request_id.get()} if request_id.get() else {}
    return request | getattr(record, FIELDS, {})


class InOneLine(logging.Filter):
    """Shortens the record of a refused request to one line, a warning: the mistake is the visitor's."""

    def filter(self, record):
        text = record.getMessage()
        record.msg, record.args = (text if len(text) <= LONGEST else f"{text[:LONGEST]}…"), ()
        record.exc_info = record.exc_text = record.stack_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"in_one_line": {"()": InOneLine}},
    "formatters": {"plain": {"()": Plain}, "json": {"()": Fields}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": chosen("LOG_FORMAT", ("plain", "json"), help="Log lines as plain text or as json."),
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # A 404 is no error of the catalogue.
        "django.request": {"level": "ERROR"},
        "catalogue.requests": {"level": "INFO"},
        **{f"django.security.{name}": {"filters": ["in_one_line"]} for name in REFUSALS},
    },
}
