"""Reads an uploaded file into rows of text: executes nothing, and validates everything."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.language.words import fold
from activities.opendata.formulas import plain

from .delimited_grids import delimited_grids
from .grids import MOST_ROWS, CellFault, Grid, of_sheet, too_long
from .tables import FIGURE, MARK, REF, TABLES, SheetTable, heading
from .workbook_grids import workbook_grids

MOST_BYTES = 8 * 2**20
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# The first bytes of XLSX files and of old Excel files.
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass
class Row:
    """`cells` are {column: text}, `faults` {column: why its cell cannot be read at all}."""

    number: int  # in the spreadsheet
    cells: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


Tables = dict[str, list[dict[str, Any]]]


def read_upload(data: bytes) -> Tables:
    """Returns {table: its rows}, serializable as JSON; raises ValidationError with all faults of the file."""
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // 2**20
        raise ValidationError(_("The file is larger than %(size)d megabytes.") % {"size": size})
    if data.startswith(OLD_EXCEL):
        raise ValidationError(
            _("This workbook has an old format or is protected by a password: save it as XLSX.")
        )
    grids = workbook_grids(data) if data.startswith(ZIP) else delimited_grids(data)
    tables: Tables = {}
    faults: list[str] = []
    for grid in grids:
        try:
            table, rows = _rows(grid)
            if table.name in tables:
                raise ValidationError(
                    _("Two sheets contain the same table: “%(table)s”.") % {"table": table.label}
                )
            tables[table.name] = [asdict(row) for row in rows]
        except ValidationError as error:
            faults += of_sheet(grid.name, error) if grid.name else error.messages
    if faults:
        raise ValidationError(faults)
    if not any(tables.values()):
        raise ValidationError(_("The file contains no row below its headings."))
    return tables


def _rows(grid: Grid) -> tuple[SheetTable, list[Row]]:
    table = _table(grid.headings)
    names = _columns(table, grid)
    rows = [row for number, cells in grid.rows if (row := _row(number, names, cells, grid.is_text))]
    if len(rows) > MOST_ROWS:
        raise too_long()
    return table, rows


def _row(number, names, cells, is_text):
    row = Row(number)
    for name, cell in zip(names, cells, strict=False):
        if isinstance(cell, CellFault) and name:
            row.faults[name] = cell.value
            row.cells[name] = ""
        elif name:
            text = plain(cell) if is_text else cell
            row.cells[name] = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    # A line with too few cells counts as ending in empty ones.
    row.cells |= {name: "" for name in names[len(cells) :] if name}
    return row if row.faults or any(text.strip() for text in row.cells.values()) else None


def _table(headings):
    """Returns the table that has these headings; only that of figures has a column for their number."""
    figures = TABLES["figures"]
    known = {figures.headings().get(fold(text.strip())) for text in headings}
    return figures if FIGURE in known else TABLES["activities"]


def _columns(table, grid):
    """Returns the column of each heading; raises ValidationError for all wrong headings."""
    known, faults = table.headings(), []
    names = [known.get(fold(text.strip())) for text in grid.headings]
    for place, (name, text) in enumerate(zip(names, grid.headings, strict=True)):
        if name is None and text.strip():
            faults.append(_("Unknown column: “%(heading)s”.") % {"heading": text.strip()})
        elif name is None and any(place < len(cells) and cells[place] for _number, cells in grid.rows):
            faults.append(_("Column %(number)d has no heading.") % {"number": place + 1})
        elif name and name in names[:place]:
            faults.append(_("The column “%(heading)s” is duplicated.") % {"heading": text.strip()})
    width = len(grid.headings)
    if any(any(cells[width:]) for _number, cells in grid.rows):
        faults.append(_("Column %(number)d has no heading.") % {"number": width + 1})
    for name in {REF, MARK} - set(names):
        missing = heading(table.column(name))
        faults.append(_("The column “%(heading)s” is missing.") % {"heading": missing})
    if faults:
        raise ValidationError(sorted(faults))
    return names
