"""Writes CSV, one file per table, as Excel in French reads it: UTF-8 with a byte order mark, semicolons."""

import csv
import io

from activities.opendata.formulas import harmless

from .tables import heading
from .writing import rows

BYTE_ORDER_MARK = "\ufeff"


def write(table, documented) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([heading(column) for column in table.all])
    writer.writerows([harmless(text) for text in row.texts] for row in rows(table, documented))
    return (BYTE_ORDER_MARK + file.getvalue()).encode()
