"""Reads one sheet of a workbook row by row; creates no missing rows and no missing trailing cells."""

import re
from datetime import datetime, timedelta
from math import isfinite

from .grids import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    CellFault,
    Line,
    Text,
    is_ours,
    shortened,
    too_long,
    too_wide,
)
from .package import Enough
from .workbook_parts import DATE, PERCENT, Contents, Formats, Strings

PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
LAST_ROW = 1_048_576  # of any spreadsheet
WHOLE = re.compile(r"-?[0-9]{1,30}")
CARRIAGE_RETURN = "_x000D_"  # as Excel writes it in XML, before a line feed
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


class SheetReader:
    """`headings` are those of row 1; if they are not of the export, the rest of the sheet is not read."""

    def __init__(self, name: str, contents: Contents, strings: Strings, formats: Formats, counted: Text):
        self.name, self.is_ours = name, False
        self.headings: list[str] = []
        self.rows: list[Line] = []
        self._contents, self._strings, self._formats, self._counted = contents, strings, formats, counted
        self._cells: dict[int, str | CellFault] = {}
        self._row = self._column = self._lines = 0
        self._is_wide = self._keeps = self._is_phonetic = False
        self._kind = self._style = ""
        self._has_formula = False
        self._pieces: list[str] = []
        self._length = 0

    def start(self, name, attributes):
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._keeps = not self._is_phonetic
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._start_row(int(attributes.get("r", self._row + 1)))
        elif name == "rPh":
            self._is_phonetic = True

    def text(self, text):
        # A text too long for a cell is refused when the cell ends.
        if self._keeps and self._length <= MOST_CHARACTERS:
            self._length += len(text)
            self._pieces.append(text)

    def end(self, name):
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._keeps = False
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "sheetData":
            raise Enough  # formats, drawings and rules follow

    def _start_row(self, number):
        if not 0 < number <= LAST_ROW:
            raise ValueError("No row has this number.")
        self._lines += 1
        if self._lines > MOST_LINES:
            raise too_long()
        self._row, self._column, self._is_wide = number, 0, False
        if number > 1 and not self.is_ours:
            raise Enough

    def _end_row(self):
        cells = [self._cells.get(column, "") for column in range(1, max(self._cells, default=0) + 1)]
        self._cells.clear()
        if self._row == 1:
            self.headings = shortened(cells)
            self.is_ours = is_ours(self.headings)
        elif any(cell.strip() for cell in cells):
            self.rows.append((self._row, cells))
        if not self.is_ours:
            raise Enough
        if self._is_wide:
            raise too_wide()
        if len(self.rows) > MOST_ROWS:
            raise too_long()

    def _start_cell(self, attributes):
        place = attributes.get("r")
        self._column = _column(place) if place else self._column + 1
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._has_formula = False
        self._length = 0
        self._pieces.clear()

    def _end_cell(self):
        text = "".join(self._pieces)
        if self.is_ours:
            self._counted.count(text, self._row)
        if not (value := self._value(text)):
            return
        if self._column > MOST_COLUMNS:
            self._is_wide = True
        else:
            self._cells[self._column] = value

    def _value(self, text) -> str | CellFault:
        """Returns a value as text: whole numbers without a decimal point, dates in ISO 8601."""
        if self._has_formula:
            return CellFault.FORMULA  # the value that a spreadsheet stored for a formula is not trusted
        match self._kind:
            case "s":
                text = self._shared(int(text)) if text else ""
            case "b":
                return "true" if text == "1" else "false"
            case "e":
                return CellFault.ERROR
            case "d":
                return _shown(datetime.fromisoformat(text)) if text else ""
            case "n":
                return self._number(text) if text else ""
        return text.replace(CARRIAGE_RETURN, "")

    def _shared(self, number) -> str:
        text = self._strings.found[number]
        if self.is_ours:
            self._counted.count(text, self._row)
        return text

    def _number(self, text) -> str | CellFault:
        kinds, style = self._formats.kinds, int(self._style)
        kind = kinds[style] if style < len(kinds) else ""
        if kind == PERCENT:
            return CellFault.PERCENT
        if kind == DATE:
            return self._moment(float(text))
        if WHOLE.fullmatch(text):
            return text
        number = float(text)
        # Digits of a binary float beyond the tenth decimal are noise.
        return f"{number:.10f}".rstrip("0").rstrip(".") if isfinite(number) else text

    def _moment(self, days) -> str | CellFault:
        if 0 <= days < 1:
            return _shown(EPOCH + timedelta(milliseconds=round(days * 86_400_000))).partition("T")[2]
        epoch = EPOCH_1904 if self._contents.from_1904 else EPOCH
        # Lotus 1-2-3 treated 1900 as a leap year, and Excel follows it.
        days += 0 < days < 60 and epoch is EPOCH
        try:
            return _shown(epoch + timedelta(milliseconds=round(days * 86_400_000)))
        except OverflowError:
            return CellFault.ERROR


def _column(place):
    if not (found := PLACE.fullmatch(place)):
        raise ValueError(f"No cell is at {place[:20]}.")
    number = 0
    for letter in found[1].upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _shown(moment):
    return moment.isoformat().removesuffix("T00:00:00")
