"""CSV (RFC 4180), for programs and for spreadsheets alike.

Every row has the same cells under one header row, so that any CSV reader accepts the file. Each row contains
its own number, the total number of rows and the source: if the last row's number is not the total, the file
is truncated.
"""

import csv
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from activities.models.figures import digits
from activities.opendata.formulas import harmless

# Excel recognizes UTF-8 by the byte order mark.
BYTE_ORDER_MARK = "\ufeff"
PROOF = ("row", "rows", "query", "date", "source", "licence", "licence_url")


class Echo:
    """A file whose `write` returns what it is given, for csv.writer."""

    def write(self, line):
        return line


def write(export):
    writer = csv.writer(Echo())
    yield (BYTE_ORDER_MARK + writer.writerow([*export.table.columns, *PROOF])).encode()
    stated, number = export.stated, 0
    proof = [export.rows, stated.query, stated.date, stated.source, stated.licence, stated.licence_url]
    for chunk in export.chunks():
        lines = []
        for row in (row for activity in chunk for row in export.table.rows(activity)):
            number += 1
            values = [*export.table.values(row, stated.site), number, *proof]
            lines.append(writer.writerow([cell(value) for value in values]))
        yield "".join(lines).encode()


def cell(value):
    """Returns a value as text that no spreadsheet executes as a formula."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return digits(value)
        case datetime():
            return timezone.localtime(value).isoformat(timespec="seconds")
        case date() | int():
            return str(value)
    return harmless(str(value))
