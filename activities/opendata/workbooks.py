"""XLSX workbooks that accept any text: characters that XML cannot contain are removed."""

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from activities.language.characters import printable


class Sheet(Worksheet):
    def write_string(self, line, place, text, *cell_format):
        return super().write_string(line, place, printable(text), *cell_format)


class Workbook(xlsxwriter.Workbook):
    worksheet_class = Sheet
