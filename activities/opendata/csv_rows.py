"""Writes the rows of every CSV file (RFC 4180) that the catalogue offers."""

import csv
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from django.utils import timezone

from activities.models.figures import digits

from .formulas import harmless

# Excel recognizes UTF-8 by the byte order mark.
BYTE_ORDER_MARK = "\ufeff"


def local_seconds(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def csv_rows(
    rows: Iterable[Iterable[Any]], *, delimiter=",", moment: Callable[[datetime], str] = local_seconds
) -> str:
    """Returns rows as lines of CSV that no spreadsheet executes; `moment` formats dates with a time."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([_cell(value, moment) for value in row] for row in rows)
    return file.getvalue()


def _cell(value, moment):
    match value:
        case None:
            return ""
        case str():
            return harmless(value)
        case bool():
            return str(value).lower()
        case Decimal():
            return digits(value)
        case datetime():
            return moment(value)
        case date() | int():
            return str(value)
        case list():
            return harmless(";".join(value))
    return harmless(str(value))
