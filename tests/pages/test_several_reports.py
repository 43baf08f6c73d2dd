"""The pages of several reports: what proves an activity stays at its address."""

import re
from html import unescape

import pytest
from django.urls import reverse

from activities.models import Activity, Report, Theme
from activities.search import publish_changes
from tests import people
from tests.factories import ActivityFactory, FigureFactory, ParagraphFactory
from tests.pages.test_views import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_reports():
    """The report of 2099 beside that of 2021, with an activity and a figure on its paragraph 26."""
    paragraph = ParagraphFactory(number=26)
    activity = ActivityFactory(ref="2099-026-1", citation=paragraph)
    FigureFactory(activity=activity, paragraph=paragraph, value=7)
    publish_changes(Activity.objects.filter(pk=activity.pk))


def test_what_proves_an_activity_stays_where_it_is_when_another_report_comes(client, two_reports):
    for year in ("2021", "2099"):
        activity = client.get(f"/fr/activites/{year}-026-1/").text
        assert f'href="/fr/rapport/{year}/#p26"' in activity
        assert f"{year}-026-1" in client.get(f"/en/report/{year}/").text
    assert client.get("/fr/activites/?q=2099-026-1").text.count('href="/fr/rapport/2099/#p26"') == 1
    assert 'href="/fr/rapport/2099/#p26"' in client.get("/fr/chiffres/?paragraph=26").text


def test_each_report_leads_to_the_others_and_the_last_one_has_the_short_address(client, two_reports):
    assert re.findall(r'id="p(\d+)"', client.get("/fr/rapport/").text) == ["26"]
    assert '<a href="/fr/rapport/2021/">' in client.get("/fr/rapport/").text
    assert '<a href="/en/report/2099/">' in client.get("/en/report/2021/").text
    assert "/fr/rapport/2099/" in client.get("/sitemap-reports.xml").text


def test_the_home_page_counts_the_paragraphs_of_all_reports_and_names_their_years(client, two_reports):
    page = text_of(client.get("/en/"))
    assert "reported to the General Assembly in 2021 and 2099, each" in page
    assert "101 paragraphs" in page


NUMBERED = [
    "/en/activities/?q=2099-026-1", "/en/activities/2099-026-1/", "/en/figures/?report=2099", "/en/report/2099/",
    "/en/brief/?report=2099", "/en/themes/{theme}/", "/en/",
]  # fmt: skip


@pytest.mark.parametrize("address", NUMBERED)
def test_a_paragraph_is_named_with_its_report_once_there_are_two(client, two_reports, address):
    theme = Theme.objects.first()
    activity = Activity.objects.get(ref="2099-026-1")
    activity.themes.set([theme])
    publish_changes(Activity.objects.filter(pk=activity.pk))
    page = text_of(client.get(address.format(theme=theme.slug))).replace("\N{NO-BREAK SPACE}", " ")
    named = re.findall(r"(\d{4}, )?§ \d", page)
    assert named
    assert all(named), page


def test_a_paragraph_of_the_only_report_is_named_by_its_number(client, two_reports):
    Report.objects.exclude(ref="2099").update(published=False)
    publish_changes(Activity.objects.none())
    page = unescape(client.get("/en/activities/?q=2099-026-1").text)
    assert "§\N{NO-BREAK SPACE}26" in page
    assert "2099, §" not in page
    assert "Paragraph 26" in client.get("/en/activities/2099-026-1/").text


@pytest.mark.parametrize("year", ["2098", "1", "20211"])
def test_a_year_without_a_report_is_not_found(client, year):
    assert client.get(f"/fr/rapport/{year}/").status_code == 404


def test_a_report_in_preparation_has_no_address(client, two_reports):
    Report.objects.filter(ref="2099").update(published=False)
    assert client.get("/fr/rapport/2099/").status_code == 404
    assert 'id="p100"' in client.get("/fr/rapport/").text


def test_a_report_that_is_added_by_hand_is_in_preparation(client):
    client.force_login(people.reviewer())
    sent = {
        "ref": "2098",
        "language": "fr",
        "session": "153",
        "resolution": "152/1",
        "symbol": "",
        "title": "",
    }
    assert client.post(reverse("admin:activities_report_add"), sent).status_code == 302
    assert not Report.objects.get(ref="2098").published


@pytest.mark.parametrize("published", [True, False])
def test_the_admin_leads_to_pages_that_readers_have(client, two_reports, published):
    Report.objects.filter(ref="2099").update(published=published)
    client.force_login(people.reviewer())
    for row in (report := Report.objects.get(ref="2099"), report.sections.get(), report.paragraphs.get()):
        page = client.get(reverse(f"admin:activities_{row._meta.model_name}_change", args=[row.pk])).text
        assert ("viewsitelink" in page) == published
