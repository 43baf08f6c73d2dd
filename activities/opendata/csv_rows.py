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

SEVERAL = "; "  # separates the values of one cell
# Excel recognizes UTF-8 by the byte order mark.
BYTE_ORDER_MARK = "\ufeff"


def local_seconds(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def csv_rows(
    rows: Iterable[Iterable[Any]],
    *,
    delimiter=",",
    decimal=".",
    moment: Callable[[datetime], str] = local_seconds,
) -> str:
    """Returns rows as lines of CSV that no spreadsheet executes.

    `decimal` separates the decimals of numbers; `moment` formats dates with a time.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([_cell(value, decimal, moment) for value in row] for row in rows)
    return file.getvalue()


def _cell(value, decimal, moment):
    match value:
        case None:
            return ""
        case str():
            return harmless(value)
        case bool():
            return str(value).lower()
        case Decimal():
            return digits(value).replace(".", decimal)
        case datetime():
            return moment(value)
        case date() | int():
            return str(value)
        case list():
            return harmless(SEVERAL.join(value))
    return harmless(str(value))
