"""Compares the rows of a spreadsheet with what is stored, and returns a plan; writes nothing."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from activities.converters import RefConverter
from activities.editing import Names, differences
from activities.models import Activity, Report

from ..fixtures import refs as issued
from . import rules
from .plan import Line, Plan
from .references import References
from .sheet_activity import SheetActivity
from .tables import ACTIVITIES, REF, TABLES
from .taking import Given, take
from .writing import sheet_activities

MOST_FAULTS = 1000
REFERENCE = re.compile(RefConverter.regex)


def compare(tables: dict[str, list[dict[str, Any]]], *, by) -> Plan:
    """Returns the plan for `tables`, as `read_upload` returns them, uploaded by the user `by`.

    The plan has the faults of all rows; it is cut at the row where they exceed MOST_FAULTS.
    """
    given = [Given(table, **row) for name, table in TABLES.items() for row in tables.get(name, ())]
    references = References()
    stored = sheet_activities(Activity.objects.filter(ref__in={row.ref for row in given}), references)
    lines: dict[str, Line] = {}
    faults = 0
    answers: rules.Answers = {}
    for row in given:
        if row.ref not in lines:
            lines[row.ref] = _line(row, stored, references)
        before = len(lines[row.ref].faults)
        take(lines[row.ref], row)
        faults += len(lines[row.ref].faults) - before
        if faults > MOST_FAULTS:
            return Plan(list(lines.values()), is_cut=True)
    for line in lines.values():
        before = len(line.faults)
        rules.judge(line, by, answers)
        faults += len(line.faults) - before
        if faults > MOST_FAULTS:
            return Plan(list(lines.values()), is_cut=True)
    _tell([line for line in lines.values() if line.is_changed and not line.faults])
    return Plan(list(lines.values()))


def _line(row, stored, references):
    if found := stored.get(row.ref):
        activity, sheet_activity = found
        return Line(row.ref, activity, sheet_activity, sheet_activity.copy())
    line = Line(row.ref)
    if why_not := _why_not_new(row, references):
        line.fault(row.table.name, row.number, [why_not], REF)
    else:
        line.after = SheetActivity.new(row.ref, references)
    return line


def _why_not_new(row, references):
    """Returns why a row with an unknown ref cannot become a new activity; empty if it can."""
    if not row.ref:
        return _("The reference is missing.")
    if row.table is not ACTIVITIES or row.mark:
        return _("No activity has this reference. A new activity is a row of activities without a mark.")
    if not REFERENCE.fullmatch(row.ref) or row.ref[:4] not in references.pks_by_key(Report):
        return _("A reference is the year of a report, the first paragraph cited and a number: 2021-026-1.")
    if row.ref in issued.read(settings.FIXTURES_DIR):
        return _("This reference has been assigned before and is never used again.")
    return ""


def _tell(lines):
    """Sets the differences of each line, in words, with one query per table that they refer to."""
    documents = [
        sheet_activity.rows
        for line in lines
        for sheet_activity in (line.before, line.after)
        if sheet_activity
    ]
    names = Names(documents)
    for line in lines:
        before = line.before.rows if line.before else None
        line.differences = list(differences(before, line.after.rows, names))
