"""Decisions are made by those who write activities, and a report is published when nothing of it is missing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from activities.curation.reports.deciding import decide, lacking, publish
from activities.editing import make_transition
from activities.models import CatalogueVersion, Suggestion
from tests import people
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def test_a_decision_has_its_author_until_it_is_taken_back(prepared):
    rows = Suggestion.objects.filter(paragraph__report=prepared)
    number = rows.count()
    assert number > 3
    assert decide(rows, "accepted", by=people.analyst()) == number
    assert decide(rows, "accepted", by=people.reviewer()) == 0
    assert {row.by for row in rows} == {people.analyst()}
    assert all(row.at for row in rows)
    decide(rows, "open", by=people.reviewer())
    assert {(row.by, row.at) for row in rows.all()} == {(None, None)}


@pytest.mark.parametrize("who", [people.reader, people.administrator])
def test_others_decide_nothing(prepared, who):
    with pytest.raises(PermissionDenied):
        decide(Suggestion.objects.all(), "accepted", by=who())
    assert not Suggestion.objects.decided().exists()


def written(report):
    report.sections.update(title_en="Title")
    report.paragraphs.update(gist_fr="Un résumé.", gist_en="A gist.", disposition="context")


@translation.override("en")
def test_a_report_tells_what_it_lacks(prepared):
    assert lacking(prepared) == [
        "6 sections without a title in one language",
        "3 paragraphs without a gist or a disposition",
    ]
    written(prepared)
    assert lacking(prepared) == []
    prepared.paragraphs.filter(number=2).update(disposition="catalogued")
    assert lacking(prepared) == ["1 catalogued paragraph that no activity in review cites"]
    an_activity(prepared)
    assert lacking(prepared) == []


def an_activity(report):
    paragraph = report.paragraphs.get(number=2)
    return ActivityFactory(ref="2098-002-1", report=report, status="in_review", citation=paragraph)


def test_a_report_is_published_once_it_is_whole(prepared):
    with pytest.raises(ValidationError, match="6 sections"):
        publish(prepared, by=people.reviewer())
    written(prepared)
    with pytest.raises(PermissionDenied):
        publish(prepared, by=people.analyst())
    before = CatalogueVersion.current()
    publish(prepared, by=people.reviewer())
    prepared.refresh_from_db()
    assert prepared.published
    assert CatalogueVersion.current() > before


def test_an_activity_is_approved_after_its_report(prepared):
    waiting = an_activity(prepared)
    with pytest.raises(ValidationError, match="2098-002-1"):
        make_transition(waiting, "approve", by=people.reviewer())
    written(prepared)
    publish(prepared, by=people.reviewer())
    assert make_transition(waiting, "approve", by=people.reviewer()).status == "published"
