"""The filters by report and by date: what is undated is a value, and a report is asked for where there are two."""

import datetime

import pytest
from django.http import QueryDict

from activities.models import Activity, Report
from activities.search import FacetCounts, publish_changes
from tests.factories import ActivityFactory, FigureFactory, ParagraphFactory, ReportFactory
from tests.search.searching import refs_of, results_of

pytestmark = pytest.mark.django_db

PAGES = ["/en/activities/", "/en/activities/overview/", "/en/brief/"]


def facet(name, query=""):
    facets = FacetCounts(results_of(query), QueryDict(query)).facets()
    return {choice.value: choice for facet in facets if facet.name == name for choice in facet.choices}


def dated(year):
    return ActivityFactory(start=datetime.date(year, 1, 1), date_precision="year").ref


@pytest.fixture
def only_report():
    """Returns the year of the first report, and leaves the others unpublished."""
    first = Report.objects.published().first()
    Report.objects.exclude(pk=first.pk).update(published=False)
    publish_changes(Activity.objects.none())
    return first.ref


def test_what_has_no_date_is_found_and_counted_as_undated():
    undated, other = ActivityFactory().ref, dated(2098)
    found = set(refs_of(results_of("year=none")))
    assert undated in found
    assert other not in found
    assert facet("year")["none"].count == len(found)
    assert {undated, other} <= set(refs_of(results_of("year=none&year=2098")))


def test_an_activity_that_gains_a_date_is_undated_no_more():
    activity = ActivityFactory()
    before = facet("year")["none"].count
    Activity.objects.filter(pk=activity.pk).update(start="2098-01-01", date_precision="year")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert facet("year")["none"].count == before - 1
    assert activity.ref in refs_of(results_of("year=2098"))


def test_undated_is_a_word_and_the_last_of_the_years(client):
    ActivityFactory()
    dated(2098)
    assert list(facet("year"))[-1] == "none"
    assert facet("year")["none"].label == "sans date"
    for page in PAGES:
        assert "Undated" in client.get(f"{page}?year=none").text


def test_a_report_is_offered_where_there_are_two(only_report):
    assert facet("report") == {}
    ReportFactory(ref="2098")
    ref = ActivityFactory().ref
    assert list(facet("report")) == sorted(facet("report"), reverse=True) != []
    assert facet("report")["2099"].count == 1
    assert refs_of(results_of("report=2099")) == [ref]


def test_the_only_report_may_be_asked_for(only_report):
    everything = len(results_of(""))
    assert len(results_of(f"report={only_report}")) == everything
    assert facet("report", f"report={only_report}")[only_report].selected


def test_pages_files_api_and_figures_take_a_report(client):
    paragraph = ParagraphFactory()
    activity = ActivityFactory(citation=paragraph)
    FigureFactory(activity=activity, paragraph=paragraph)
    publish_changes(Activity.objects.filter(pk=activity.pk))
    for page in PAGES:
        assert "1 activity" in client.get(f"{page}?report=2099").text
    for extension in ("csv", "json", "atom"):
        response = client.get(f"/en/activities.{extension}?report=2099")
        assert response["X-Total-Count"] == "1"
    for path in ("activities", "figures", "paragraphs"):
        assert client.get(f"/api/v1/{path}/?report=2099").json()["count"] == 1
    register = client.get("/en/figures/?report=2099").text
    assert "1 figure<" in register
    assert 'name="report" value="2099" checked' in register


@pytest.mark.parametrize("address", ["/en/activities/", "/en/figures/", "/api/v1/paragraphs/"])
def test_a_report_that_is_not_published_is_unknown(client, address):
    ReportFactory(ref="2098", published=False)
    publish_changes(Activity.objects.none())
    for year in ("2098", "1990"):
        assert client.get(f"{address}?report={year}").status_code == 400


def test_the_register_asks_for_a_report_where_there_are_two(client, only_report):
    assert 'name="report"' not in client.get("/en/figures/").text
    ActivityFactory()
    assert 'name="report"' in client.get("/en/figures/").text
