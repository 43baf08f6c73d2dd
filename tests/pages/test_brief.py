"""The two-page brief: what it says of any list, and how much of it."""

import re
from html import unescape

import pytest

from activities.models import Activity, Country, Programme, Region
from activities.pages import brief as briefs
from activities.search import current_index
from tests.factories import ActivityFactory, ParagraphFactory
from tests.pages.test_views import heading, text_of
from tests.search.searching import results_of

pytestmark = pytest.mark.django_db


def brief(query=""):
    return briefs.Brief(results_of(query))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "All activities"),
        ("country=KGZ", "Kyrgyzstan"),
        ("q=prison&country=KGZ", "“prison” · Kyrgyzstan"),
        ("theme=corruption&kind=training&year=2020", "Corruption · Training · 2020"),
    ],
)
def test_the_title_tells_the_query(client, query, title):
    page = client.get(f"/en/brief/?{query}")
    assert heading(page) == title
    assert unescape(re.search(r"<title>(.*?)</title>", page.text)[1]).startswith(f"{title} · Brief")


def test_activities_bear_reference_paragraph_and_summary_where_there_is_room(client):
    page = text_of(client.get("/fr/fiche/?country=KGZ"))
    for activity in Activity.objects.published().filter(countries__iso3="KGZ").distinct():
        assert activity.ref in page
        assert " ".join(activity.texts.get(language="fr").summary.split()) in page
    assert "75/196" in page
    assert "http://testserver/fr/activites/?country=KGZ" in page


def test_a_long_list_is_cut_to_what_fits_and_says_how_much_is_left(client):
    sheet, count = brief(), len(current_index().all)
    assert not sheet.in_full
    assert sheet.count == count
    assert 20 < len(sheet.activities) < briefs.MOST_ACTIVITIES
    page = text_of(client.get("/fr/fiche/"))
    assert f"{count - len(sheet.activities)} autres activités n’ont pas trouvé place" in page
    assert f"{sheet.figures_left} autres chiffres n’ont pas trouvé place" in page


def test_a_sheet_never_has_more_lines_than_two_pages():
    for query in ["", *(f"theme={theme}" for theme in current_index().values["theme"])]:
        sheet = brief(query)
        lines = sum(briefs._lines(activity, sheet.in_full) for activity in sheet.activities)
        assert lines <= briefs.LINES, query


def test_a_country_that_is_not_named_says_what_covers_it(client):
    kenya = Country.objects.get(iso3="KEN")
    page = text_of(client.get("/en/brief/?country=KEN"))
    assert "names no activity in this country" in page
    for activity in Activity.objects.published().covering(kenya):
        assert activity.texts.get(language="en").title in page
    count = Activity.objects.published().worldwide(kenya).count()
    assert f"{count} global activities concern every State" in page


def test_only_a_country_alone_is_told_what_covers_it(client):
    assert brief("country=KEN&sort=title").country.iso3 == "KEN"
    for query in ("country=KEN&country=COL", "country=KEN&kind=training", "country=KEN&q=prison", ""):
        assert brief(query).country is None


def test_the_order_of_the_list_is_that_of_the_sheet():
    assert [activity.ref for activity in brief("sort=title").activities] != [
        activity.ref for activity in brief().activities
    ]


def test_figures_bear_qualifier_paragraph_and_activity(client):
    programme = Programme.objects.exclude(activities__figures__isnull=False).first()
    figure = {"value": 112000, "qualifier": "more_than", "label_en": "police officers (all ranks) trained"}
    activity = ActivityFactory(
        citation=ParagraphFactory(number=6), relations={"programmes": [programme]}, figures=[figure]
    )
    page = text_of(client.get(f"/en/brief/?programme={programme.slug}"))
    label = re.escape(figure["label_en"])
    assert re.search(rf"more than 112,000 {label}.*? § 6 · {activity.ref}", page)


@pytest.mark.parametrize("query", ["country=XXX", "q=" + "a" * 300, "year=abc", "sort=x"])
@pytest.mark.parametrize("path", ["/fr/fiche/", "/en/brief/"])
def test_a_wrong_parameter_is_a_400(client, path, query):
    assert client.get(f"{path}?{query}").status_code == 400


def test_names_are_escaped(client):
    region = Region.objects.get(slug="polynesia")
    ActivityFactory(scope="regional", relations={"regions": [region]}, texts={"en": ("<b>x", "Summary")})
    assert "&lt;b&gt;x" in client.get("/en/brief/?region=polynesia").text


def test_a_sheet_is_not_indexed_and_every_list_leads_to_its_own(client):
    assert '<meta name="robots" content="noindex">' in client.get("/fr/fiche/").text
    assert (
        'href="/fr/fiche/?country=KGZ&amp;kind=training"'
        in client.get("/fr/activites/?country=KGZ&kind=training").text
    )


def test_a_brief_on_a_country_that_no_activity_names_leads_to_its_page_not_to_an_empty_list(client):
    page = client.get("/en/brief/?country=TUV").text
    assert "http://testserver/en/countries/TUV/</a>" in page
    assert "/en/activities/?country=TUV" not in page
