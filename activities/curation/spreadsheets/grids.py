"""The common form of CSV and XLSX tables, headings above lines of cells, and the limits of what is read."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.language.words import fold

from .tables import FIGURE, MARK, REF, TABLES

MOST_ROWS = 5000
MOST_COLUMNS = 100
MOST_LINES = 100_000  # of a table, including empty ones
MOST_CHARACTERS = 32_767  # of a cell, as in Excel
LONGEST_HEADING = 200
MOST_TEXT = 12 * 2**20  # bytes of all cells, repeated texts counted each time


class CellFault(models.TextChoices):
    """The reasons why a cell cannot be read, whatever its column."""

    FORMULA = "formula", gettext_lazy("This cell contains a formula: enter its value instead.")
    PERCENT = (
        "percent",
        gettext_lazy(
            "This cell contains a percentage, which is a hundredth of what it shows: enter a plain number."
        ),
    )
    ERROR = "error", gettext_lazy("This cell contains a spreadsheet error, such as that of a failed formula.")


Line = tuple[int, list[str | CellFault]]  # (row number in the spreadsheet, cells)


@dataclass
class Grid:
    """One table of a file. `is_text` if apostrophes guard formulas, as in CSV."""

    name: str
    headings: list[str]
    rows: list[Line]
    is_text: bool = False


class Text:
    """Limits the total text of a file: a small workbook may repeat a long text thousands of times."""

    def __init__(self):
        self.left = MOST_TEXT

    def count(self, text: str, row: int):
        if len(text) > MOST_CHARACTERS:
            raise ValidationError(
                _("Row %(row)d: a cell contains more than %(most)d characters.")
                % {"row": row, "most": MOST_CHARACTERS}
            )
        self.left -= size(text)
        if self.left < 0:
            raise ValidationError(
                _("The file contains more than %(size)d megabytes of text.") % {"size": MOST_TEXT // 2**20}
            )


def size(text: str) -> int:
    """Returns the size of a text in bytes of UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


def too_much() -> ValidationError:
    return ValidationError(
        _(
            "This file contains more than can be read: keep only the tables of the export, without formatted empty"
            " rows and columns."
        )
    )


def too_long() -> ValidationError:
    text = ngettext("It has more than %(most)d row.", "It has more than %(most)d rows.", MOST_ROWS)
    return ValidationError(text % {"most": MOST_ROWS})


def too_wide() -> ValidationError:
    return ValidationError(_("It has more than %(most)d columns.") % {"most": MOST_COLUMNS})


def of_sheet(name: str, error: ValidationError) -> list[str]:
    """Returns the messages of an error, prefixed with the name of the sheet."""
    text = _("%(sheet)s: %(fault)s")
    return [text % {"sheet": name, "fault": message} for message in error.messages]


def shortened(headings) -> list[str]:
    """Cuts headings to the length that is compared and quoted; no known heading is longer."""
    return [str(text)[:LONGEST_HEADING] for text in headings]


def is_ours(headings) -> bool:
    """True if a heading is REF, MARK or FIGURE, so that missing or surplus headings can be reported."""
    folded = [fold(text.strip()) for text in headings]
    return any(
        known.get(text) in (REF, MARK, FIGURE)
        for known in [table.headings() for table in TABLES.values()]
        for text in folded
    )
