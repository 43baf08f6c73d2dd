"""Spreadsheets as analysts have them in hand."""

import csv
import io

import openpyxl

from activities.curation.spreadsheets import (
    TABLES,
    compare,
    delimited,
    heading,
    read_upload,
    sheet_activities,
    workbook,
)
from activities.models import Activity
from tests import people


def column(table, name):
    return heading(TABLES[table].column(name))


class Sheet:
    """The exported rows of a table, for a test to spoil as an analyst might."""

    def __init__(self, activities, table="activities"):
        self.name = table
        data = delimited.csv_file(TABLES[table], sheet_activities(activities)).decode("utf-8-sig")
        self.headings, *self.rows = csv.reader(io.StringIO(data, newline=""), delimiter=";")

    def row(self, ref):
        return next(row for row in self.rows if row[0] == ref)

    def set(self, ref, /, **cells):
        row = self.row(ref)
        for name, text in cells.items():
            row[self.headings.index(column(self.name, name))] = text

    def add(self, **cells):
        named = {column(self.name, name): text for name, text in cells.items()}
        self.rows.append([named.get(heading, "") for heading in self.headings])

    def take_out(self, name):
        place = self.headings.index(column(self.name, name))
        for row in (self.headings, *self.rows):
            del row[place]

    def csv(self, encoding="utf-8-sig", delimiter=";", lines="\r\n"):
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter, lineterminator=lines).writerows([self.headings, *self.rows])
        return file.getvalue().encode(encoding)


def exported(activities=None):
    """The workbook of these activities, as openpyxl opens it."""
    activities = Activity.objects.all() if activities is None else activities
    return openpyxl.load_workbook(io.BytesIO(workbook.xlsx_file(sheet_activities(activities))))


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def planned(data, by=None):
    return compare(read_upload(data), by=by or people.analyst())


def faults(data, by=None):
    """(row, columns, message) of all that is wrong."""
    return [
        (fault.row, ", ".join(column(fault.table, name) for name in fault.columns), fault.message)
        for fault in planned(data, by).faults
    ]
