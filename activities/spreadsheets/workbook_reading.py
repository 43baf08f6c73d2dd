import datetime
import io
import re
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..words import fold
from .grids import MOST_COLUMNS, MOST_ROWS, Fault, Grid
from .tables import FIGURE, MARK, REF, TABLES

MOST_UNPACKED = 60 * 2**20  # bytes: ten catalogues
XML = (".xml", ".rels", ".vml")
# As Excel writes it in its XML; a line feed follows.
CARRIAGE_RETURN = "_x000D_"
MIDNIGHT = datetime.time()


def read(data: bytes) -> list[Grid]:
    """The sheets of a workbook that hold a table, with the values that were typed and no others."""
    import openpyxl  # here, since it takes some 20 MB that no reader's process has a use for

    _refuse_traps(data)
    try:
        # Formulas as formulas: what a spreadsheet stored as their value is not trusted.
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        grids = [_grid(sheet) for sheet in book.worksheets]
    except Exception as error:  # openpyxl fails in many ways on what is no workbook
        raise ValidationError(_("This file cannot be read as an XLSX workbook.")) from error
    if found := [grid for grid in grids if _is_ours(grid)]:
        return found
    names = ", ".join(grid.name for grid in grids)
    raise ValidationError(
        _("None of its sheets (%(names)s) has the headings of the export in its first row.")
        % {"names": names}
    )


def _refuse_traps(data):
    """A workbook is an archive, which may be far larger than it looks, of XML, which may declare entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise ValidationError(_("The workbook is too large when it is unpacked."))
            is_plain = all(_is_plain(archive.read(part)) for part in parts if part.filename.endswith(XML))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        is_plain = False
    if not is_plain:
        raise ValidationError(_("This file cannot be read as an XLSX workbook."))


def _is_plain(content):
    """Whether XML is in an alphabet that can be looked through, and without the declarations that no workbook needs."""
    text = content.replace(b"\x00", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")
    declared = re.match(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", text)
    return (
        text.startswith(b"<")
        and b"<!DOCTYPE" not in text
        and (declared is None or declared[1].lower() in (b"utf-8", b"utf-16", b"us-ascii"))
    )


def _is_ours(grid):
    """Whether a heading says which row it is: what lacks then, or is too many, can be said."""
    return any(
        table.headings().get(fold(text.strip())) in (REF, MARK, FIGURE)
        for table in TABLES.values()
        for text in grid.headings
    )


def _grid(sheet):
    # What a sheet says of its size may be wrong, by mistake or on purpose.
    lines = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
    rows = [(number, [_cell(cell) for cell in cells]) for number, cells in enumerate(lines, start=1)]
    headings = rows[0][1] if rows else []
    while headings and not headings[-1]:
        headings.pop()
    return Grid(sheet.title, [str(heading) for heading in headings], rows[1:])


def _cell(cell) -> str | Fault:
    """A value as a text: whole numbers without a point, dates as ISO 8601 writes them."""
    if cell.data_type == "f":
        return Fault.FORMULA
    if cell.data_type == "e":
        return Fault.ERROR
    if isinstance(cell.value, int | float) and "%" in cell.number_format:
        return Fault.PERCENT
    match cell.value:
        case None:
            return ""
        case bool() as flag:
            return str(flag).lower()
        case float() as number:
            # What binary numbers add behind the tenth decimal is noise.
            return f"{number:.10f}".rstrip("0").rstrip(".")
        case datetime.datetime() as moment:
            return (moment.date() if moment.time() == MIDNIGHT else moment).isoformat()
    return str(cell.value).replace(CARRIAGE_RETURN, "")
