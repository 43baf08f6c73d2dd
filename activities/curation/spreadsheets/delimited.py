"""Writes CSV, one file per table, as Excel in French reads it: UTF-8 with a byte order mark, semicolons."""

from activities.opendata.csv_rows import BYTE_ORDER_MARK, csv_rows

from .tables import heading
from .writing import rows


def csv_file(table, documented) -> bytes:
    headings = [heading(column) for column in table.all]
    lines = (row.texts for row in rows(table, documented))
    return (BYTE_ORDER_MARK + csv_rows([headings, *lines], delimiter=";")).encode()
