"""Writes the cells of every XLSX workbook that the catalogue offers; `xlsxwriter` does the rest."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

from activities.language.characters import printable

CHARACTERS = 32_767  # of a cell, a limit of the format
DATE, TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


class Sheet(Worksheet):
    """A worksheet that takes any text: characters that XML cannot contain are removed."""

    def write_string(self, line, place, text, *cell_format):
        return super().write_string(line, place, printable(text), *cell_format)

    def write_value(self, line: int, place: int, value: Any, looks: Mapping[str, Any]):
        """Writes a typed cell; `looks` are the formats of `number`, `date`, `time` and `text`, where needed."""
        match value:
            case None | "":
                return
            case bool():
                self.write_boolean(line, place, value)
            case int() | Decimal():
                self.write_number(line, place, value, looks.get("number"))
            case datetime():
                self.write_datetime(line, place, timezone.make_naive(value), looks["time"])
            case date():
                self.write_datetime(line, place, value, looks["date"])
            case _:
                # Not `write`, which would turn text that begins like a formula into one.
                self.write_string(line, place, str(value)[:CHARACTERS], looks.get("text"))

    def write_headings(self, headings: Iterable[tuple[str, int]], look, line=0):
        """Writes a row of headings and sets the width of each column."""
        for place, (text, width) in enumerate(headings):
            self.set_column(place, place, width)
            self.write_string(line, place, text, look)


class Workbook(xlsxwriter.Workbook):
    worksheet_class = Sheet
