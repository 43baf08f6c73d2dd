import codecs
import csv
import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.language.words import fold

from .grids import (
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    Grid,
    Line,
    Text,
    shortened,
    too_long,
    too_much,
    too_wide,
)
from .tables import TABLES

SEPARATORS = (";", ",", "\t")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def delimited_grids(data: bytes) -> list[Grid]:
    """Returns the table of a CSV file; detects its separator. Raises ValidationError if it is no CSV."""
    text = _text(data)
    try:
        lines = _lines(text, _separator(text))
    except csv.Error as error:
        raise ValidationError(
            _("This file cannot be read as CSV (%(reason)s): is a quotation mark missing?")
            % {"reason": error}
        ) from error
    if not lines:
        raise ValidationError(_("The file is empty."))
    return [Grid("", shortened(lines[0][1]), lines[1:], is_text=True)]


def _text(data):
    """Decodes UTF-8 or UTF-16; refuses Windows code pages, which lack characters of the French texts."""
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _(
                "The file is not in UTF-8. In Excel, save it as “CSV UTF-8”: other forms of CSV lose characters."
            )
        ) from error
    if "\x00" in text:
        raise ValidationError(_("This is neither an XLSX workbook nor a CSV file."))
    return text


def _separator(text):
    """Returns the separator that splits the first line into the most known headings."""
    known = {name for table in TABLES.values() for name in table.headings()}

    def recognized(separator):
        headings = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        return sum(fold(heading.strip()) in known for heading in shortened(headings[:MOST_COLUMNS]))

    return max(SEPARATORS, key=recognized)


def _lines(text, separator):
    if text.count(separator) > MOST_ROWS * MOST_COLUMNS:
        raise too_much()
    lines: list[Line] = []
    counted = Text()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for number, cells in enumerate(reader, start=1):
        if len(lines) > MOST_ROWS or number > MOST_LINES:
            raise too_long()
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[MOST_COLUMNS:]):
            raise too_wide()
        cells = cells[:MOST_COLUMNS]
        for cell in cells:
            counted.count(cell, number)
        lines.append((number, cells))
    return lines
