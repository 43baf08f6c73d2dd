import logging

LONGEST = 200


class InOneLine(logging.Filter):
    """Shortens the record of a refused request to one line, a warning: it is the visitor's mistake, not ours."""

    def filter(self, record):
        text = record.getMessage()
        record.msg, record.args = (text if len(text) <= LONGEST else f"{text[:LONGEST]}…"), ()
        record.exc_info = record.exc_text = record.stack_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
