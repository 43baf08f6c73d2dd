"""The logging configuration."""

import logging

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
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # A 404 is no error of the catalogue, and visits are not logged.
        "django.request": {"level": "ERROR"},
        **{f"django.security.{name}": {"filters": ["in_one_line"]} for name in REFUSALS},
    },
}
