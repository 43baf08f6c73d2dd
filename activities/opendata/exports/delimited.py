"""CSV, for programs and for spreadsheets alike.

Every row has the same cells under one header row, so that any CSV reader accepts the file. Each row contains
its own number, the total number of rows and the source: if the last row's number is not the total, the file
is truncated.
"""

from functools import partial
from itertools import count

from ..csv_rows import BYTE_ORDER_MARK, csv_rows

# The character and the decimal point of each delimiter. Where a spreadsheet expects semicolons, as in French,
# it expects a decimal comma too, and reads 2.3 as a date.
DELIMITERS = {"comma": (",", "."), "semicolon": (";", ",")}
PROOF = ("row", "rows", "query", "date", "source", "licence", "licence_url")


def write_csv(export):
    """Yields the rows of the export's table, and before them the names of the columns."""
    delimiter, decimal = DELIMITERS[export.delimiter]
    written = partial(csv_rows, delimiter=delimiter, decimal=decimal)
    yield (BYTE_ORDER_MARK + written([[*export.table.columns, *PROOF]])).encode()
    stated, numbers = export.stated, count(1)
    proof = [export.rows, stated.query, stated.date, stated.source, stated.licence, stated.licence_url]
    for chunk in export.chunks():
        rows = (row for activity in chunk for row in export.table.rows(activity))
        lines = ([*export.table.values(row, stated.site), next(numbers), *proof] for row in rows)
        yield written(lines).encode()
