"""What every form of a spreadsheet comes down to: headings, and lines of cells below them."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_ROWS = 5000
MOST_COLUMNS = 100


class Fault(models.TextChoices):
    """Why a cell cannot be read, whatever its column."""

    FORMULA = "formula", _("There is a formula here: put in its value.")
    PERCENT = (
        "percent",
        _("There is a percentage here, which is a hundredth of what it shows: put in a plain number."),
    )
    ERROR = "error", _("There is an error of the spreadsheet here, as of a formula that failed.")


@dataclass
class Grid:
    """`rows` are (number as the spreadsheet counts, cells); `is_text` where apostrophes guard formulas."""

    name: str
    headings: list[str]
    rows: list[tuple[int, list[str | Fault]]]
    is_text: bool = False
