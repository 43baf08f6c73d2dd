"""XLSX is XML in a ZIP: a workbook into which any text may be written."""

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from activities.language.characters import printable


class Sheet(Worksheet):
    def write_string(self, line, place, text, *cell_format):
        return super().write_string(line, place, printable(text), *cell_format)


class Workbook(xlsxwriter.Workbook):
    worksheet_class = Sheet
