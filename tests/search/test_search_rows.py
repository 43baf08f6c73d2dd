"""Stored search rows are compared with the activities, and rewritten where they differ."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils.translation import override

from activities.curation import checks
from activities.curation.checks import search
from activities.models import Activity, CatalogueVersion, SearchRow, Word
from activities.models.vocabulary import Status
from activities.search import current_index, search_rows
from activities.search.parsing import parse
from activities.search.vectors import vector
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db

CHECKS = (search.search_rows_are_those_of_the_activities, search.words_are_counted_as_the_search_finds_them)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def faults():
    return [str(fault) for fault in checks.faults(CHECKS)]


def refresh():
    stdout = StringIO()
    call_command("refresh_search", stdout=stdout)
    return stdout.getvalue().strip()


def row(activity):
    return SearchRow.objects.filter(activity=activity)


def stored():
    return {
        "rows": set(SearchRow.objects.values_list("activity", "slot", "vector").iterator()),
        "words": set(Word.objects.filter(count__gt=0).values_list("folded", "count")),
    }


SPOILT = {
    "wrong stems": lambda activity: row(activity).update(vector=vector([("A", "Wrong stems")])),
    "another weight": lambda activity: row(activity).update(vector=vector([("D", activity.text.title)])),
    "no row": lambda activity: row(activity).delete(),
    "names": lambda activity: row(activity).update(names=["Atlantis"]),
    "slot": lambda activity: row(activity).update(slot=F("slot") + 1_000_000),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_row_that_differs_is_named_and_written_anew(without_reports, spoil):
    _others, activity, before = ActivityFactory.create_batch(3), ActivityFactory(), stored()
    spoil(activity)
    assert (
        faults()[0] == f"{activity.ref}: What is stored for the search differs from it: run refresh_search."
    )
    assert {fault.partition(":")[0] for fault in faults() if not fault.startswith("word")} == {activity.ref}
    assert refresh().startswith("search rows of 1 activities")
    assert faults() == []
    assert stored() == before


def test_a_word_that_is_counted_wrongly_is_named_and_counted_anew(without_reports):
    ActivityFactory.create_batch(3)
    ActivityFactory(texts={"fr": ("Xylophone", "Un clavecin.")})
    Word.objects.filter(folded="xylophone").update(count=3)
    Word.objects.filter(folded="clavecin").delete()
    Word.objects.create(folded="zorglub", spelling="zorglub", count=1, version=0)
    assert sorted(faults()) == [
        "word “clavecin”: Its count is wrong by 1: run refresh_search.",
        "word “xylophone”: Its count is wrong by 2: run refresh_search.",
        "word “zorglub”: Its count is wrong by 1: run refresh_search.",
    ]
    assert refresh() == "search rows of 0 activities and counts of 3 words written anew"
    assert faults() == []


def test_running_processes_find_by_the_new_rows():
    activity = ActivityFactory(texts={"fr": ("Xylophone", "R")})
    row(activity).update(vector=vector([("A", "Zylophone")]))
    asked = parse("xylophone")
    assert activity.report_order not in current_index().answering(asked)
    refresh()
    assert activity.report_order in current_index().answering(asked)


def test_drafts_have_no_row_or_an_empty_one(without_reports):
    ActivityFactory(status=Status.DRAFT)
    withdrawn = ActivityFactory()
    Activity.objects.filter(pk=withdrawn.pk).update(status=Status.WITHDRAWN)
    assert [activity.pk for activity in search_rows.outdated()] == [withdrawn.pk]
    refresh()
    assert faults() == []


def test_what_is_right_is_left_alone():
    version = CatalogueVersion.current()
    assert refresh() == "search rows of 0 activities and counts of 0 words written anew"
    assert CatalogueVersion.current() == version
