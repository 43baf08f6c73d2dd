"""XLSX: a sheet for each table with typed cells, and a sheet with the statement."""

from tempfile import TemporaryFile

from django.utils.translation import gettext as _

from ..workbooks import DATE, TIME, Workbook
from .tables import TABLES

ROWS = 1_048_576  # of a sheet, a limit of the format
BLOCK = 64 * 1024
WIDE = {"title_fr": 50, "title_en": 50, "summary_fr": 70, "summary_en": 70, "url": 34, "ref": 13}
READ, CODED = 28, 16  # the width of names and labels, and that of codes and numbers


class GrowingSheet:
    """A table in a workbook; continues on a further sheet when one is full."""

    def __init__(self, workbook, table, formats):
        self.workbook, self.table, self.formats = workbook, table, formats
        self.number = 0
        self._begin()

    def _begin(self):
        self.number += 1
        name = str(self.table.label)
        self.sheet = self.workbook.add_worksheet(name if self.number == 1 else f"{name} {self.number}")
        self.sheet.freeze_panes(1, 1)
        headings = ((name, _width(name)) for name in self.table.columns)
        self.sheet.write_headings(headings, self.formats["heading"])
        self.line = 1

    def close(self):
        """Adds the filters of a sheet that has all its rows."""
        self.sheet.autofilter(0, 0, self.line - 1, len(self.table.columns) - 1)

    def add(self, values):
        if self.line == ROWS:
            self.close()
            self._begin()
        for place, value in enumerate(values):
            self.sheet.write_value(self.line, place, value, self.formats)
        self.line += 1


def _width(name):
    is_read = name.startswith("label_") or name.endswith(("_label", "_name", "_names"))
    return WIDE.get(name, READ if is_read else CODED)


def write_xlsx(export):
    """Yields the finished file block by block: a truncated workbook does not open at all."""
    with TemporaryFile() as file:
        _fill(file, export)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _fill(file, export):
    # Writes row by row to disk, so that memory does not grow with the rows.
    workbook = Workbook(file, {"constant_memory": True})
    formats = {
        "heading": workbook.add_format({"bold": True}),
        "date": workbook.add_format({"num_format": DATE}),
        "time": workbook.add_format({"num_format": TIME}),
    }
    sheets = [(table, GrowingSheet(workbook, table, formats)) for table in TABLES.values()]
    for activity in export.activities():
        for table, sheet in sheets:
            for row in table.rows(activity):
                sheet.add(table.values(row, export.stated.site))
    for _table, sheet in sheets:
        sheet.close()
    _state(workbook.add_worksheet(_("About these data")), export.stated, formats["heading"])
    workbook.close()


def _state(sheet, stated, heading):
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for line, (name, value) in enumerate(_statement_in_words(stated)):
        sheet.write_string(line, 0, str(name), heading)
        if isinstance(value, int):
            sheet.write_number(line, 1, value)
        else:
            sheet.write_string(line, 1, value)


def _statement_in_words(stated):
    return [
        (_("Catalogue"), stated.catalogue),
        (_("Source"), stated.source),
        (_("Query"), stated.query),
        (_("Address"), stated.address),
        (_("Date"), stated.date),
        (_("Number of activities"), stated.count),
        (_("Licence"), f"{stated.licence} ({stated.licence_url})"),
        (_("Permanent addresses"), stated.permanent),
        (_("Several values in one cell"), _("are separated by a semicolon")),
    ]
