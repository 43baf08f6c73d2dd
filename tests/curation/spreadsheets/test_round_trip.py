"""A spreadsheet uploaded untouched changes nothing; an edited cell arrives as it was written."""

import pytest

from activities.curation.spreadsheets import TABLES, delimited, sheet_activities, workbook
from activities.models import Activity
from tests.curation.spreadsheets.sheets import exported, planned, saved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", TABLES)
def test_the_whole_catalogue_comes_back_unchanged_from_csv(table):
    stored = sheet_activities(Activity.objects.all())
    plan = planned(delimited.csv_file(TABLES[table], stored))
    assert plan.faults == []
    assert [line.ref for line in plan.lines if line.is_changed or line.is_outdated] == []
    if table == "activities":
        assert plan.unchanged == len(stored) == Activity.objects.count()


def test_the_whole_catalogue_comes_back_unchanged_from_a_workbook():
    stored = sheet_activities(Activity.objects.all())
    plan = planned(workbook.xlsx_file(stored))
    assert plan.faults == []
    assert [line.ref for line in plan.lines if line.is_changed or line.is_outdated] == []
    assert plan.unchanged == len(stored)


def test_a_workbook_that_another_program_saved_changes_nothing():
    assert [line.ref for line in planned(saved(exported())).lines if line.is_changed] == []
