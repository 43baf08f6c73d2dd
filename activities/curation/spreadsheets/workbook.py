"""Writes XLSX: a sheet per table with drop-down lists, sheets that explain columns and list identifiers."""

import io

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from activities.opendata.workbooks import DATE, Workbook

from .tables import MARK, NAMED, REF, TABLES, heading
from .writing import rows

SPARE = 500  # empty rows below the last one that have drop-down lists too


def xlsx_file(documented) -> bytes:
    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        # A cell in the text format stays text when it is edited, whatever it begins with.
        "text": workbook.add_format({"num_format": "@", "valign": "top"}),
        "prose": workbook.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "date": workbook.add_format({"num_format": DATE, "valign": "top"}),
        "number": workbook.add_format({"valign": "top"}),
        "own": workbook.add_format({"num_format": "@", "valign": "top", "font_color": "#666666"}),
        "heading": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#dbe5f1"}),
    }  # fmt: skip
    sheets = [(table, workbook.add_worksheet(str(table.label))) for table in TABLES.values()]
    places = _choices(workbook, formats)
    for table, sheet in sheets:
        _fill(sheet, table, list(rows(table, documented)), formats, places)
    workbook.close()
    return file.getvalue()


def _fill(sheet, table, written, formats, places):
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.all):
        sheet.set_column(place, place, column.width, formats[_look(column)])
        sheet.write_string(0, place, heading(column), formats["heading"])
        if source := places.get((table.name, column.name)):
            sheet.data_validation(1, place, len(written) + SPARE, place, _one_of(column, source))
    sheet.autofilter(0, 0, max(len(written), 1), len(table.all) - 1)
    looks = [formats | {"text": formats[_look(column)]} for column in table.all]
    for line, row in enumerate(written, start=1):
        for place, (value, look) in enumerate(zip(row.typed, looks, strict=True)):
            sheet.write_value(line, place, value, look)


def _look(column):
    return "own" if column.name in (REF, MARK) else "prose" if column.wraps else "text"


def _one_of(column, source):
    return {
        "validate": "list",
        "source": source,
        "error_title": heading(column)[:32],
        "error_message": _("Choose from the list."),
    }


def _choices(workbook, formats):
    """Writes the three sheets of explanations; returns {(table, column): range of its list of choices}."""
    _explain(workbook.add_worksheet(_("How to")), formats)
    _identify(workbook.add_worksheet(_("Identifiers")), formats)
    name, places = _("Lists"), {}
    sheet = workbook.add_worksheet(name)
    closed = [(table, column) for table in TABLES.values() for column in table.all if column.choices]
    sheet.write_headings(((heading(column), column.width) for _table, column in closed), formats["heading"])
    for place, (table, column) in enumerate(closed):
        for line, choice in enumerate(column.choices, start=1):
            sheet.write_string(line, place, choice)
        ends = [xl_rowcol_to_cell(line, place, True, True) for line in (1, len(column.choices))]
        places[table.name, column.name] = f"='{name}'!{':'.join(ends)}"
    return places


def _explain(sheet, formats):
    for place, width in enumerate((16, 26, 90)):
        sheet.set_column(place, place, width, formats["prose"])
    rules = (
        _("Edit the sheets of activities and figures, then upload the file in the admin, which shows what would change."),
        _("Removing a row changes nothing. Columns that you do not need may be removed, except the reference and the mark."),
        _("A new activity is a row with a new reference and without a mark. Formulas are refused."),
    )  # fmt: skip
    for line, rule in enumerate(rules):
        sheet.write_string(line, 2, rule)
    line = len(rules) + 1
    for place, title in enumerate((_("Sheet"), _("Column"), _("Content"))):
        sheet.write_string(line, place, title, formats["heading"])
    for table in TABLES.values():
        for column in table.all:
            line += 1
            allowed = " / ".join(column.choices)
            for place, text in enumerate((table.label, heading(column), column.help or allowed)):
                sheet.write_string(line, place, str(text))


def _identify(sheet, formats):
    headings = (_("Table"), _("Identifier"), _("Name in French"), _("Name in English"))
    sheet.write_headings(zip(headings, (18, 40, 60, 60), strict=True), formats["heading"])
    sheet.freeze_panes(1, 0)
    line = 0
    for model in NAMED:
        for *key, fr, en in model.objects.values_list(*model.NATURAL_KEY, "name_fr", "name_en"):
            line += 1
            table = capfirst(model._meta.verbose_name_plural)
            for place, text in enumerate((table, ": ".join(key), fr, en)):
                sheet.write_string(line, place, str(text))
