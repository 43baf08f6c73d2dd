"""Nothing leads to an empty list: a country that no activity names has its page offered."""

import re

import pytest

from activities.models import Activity, Country, Region
from activities.search import around, current_index
from tests.factories import ActivityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]


@pytest.fixture
def said():
    """Returns what is said of Tuvalu, which a regional and a global activity concern and none names."""
    ActivityFactory(relations={"regions": [Region.objects.get(slug="polynesia")]})
    ActivityFactory(scope="global")
    found = around("TUV", current_index())
    assert found.named == 0 < min(found.regional, found.worldwide)
    return f"0 activities, {found.regional} regional, {found.worldwide} global"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_numbers_of_a_country_are_those_of_its_page(client, said, language):
    published = Activity.objects.published()
    for iso3 in ("TUV", "KGZ", "EGY"):
        country, found = Country.objects.get(iso3=iso3), around(iso3, current_index())
        assert found.named == published.naming(country).count()
        assert found.regional == published.covering(country).count()
        assert found.worldwide == published.worldwide(country).count()


@pytest.mark.parametrize("query", ["country=TUV", "country=tv", "country=TUV&theme=corruption&q=prison"])
def test_an_empty_list_offers_the_page_of_the_country(client, said, query):
    page = client.get(f"/en/activities/?{query}").text
    found = around("TUV", current_index())
    assert '<a href="/en/countries/TUV/">What concerns it all the same: Tuvalu</a>' in page
    assert f"{found.regional} regional activities · {found.worldwide} global activities" in page


def test_a_list_with_activities_says_so_too(client, said):
    page = client.get("/en/activities/?country=TUV&country=KGZ").text
    assert "No activity in the catalogue names this country: Tuvalu." in page
    assert '/en/countries/KGZ/">What concerns' not in page


def test_a_suggestion_says_what_the_page_of_the_country_has(client, said):
    (found,) = client.get("/en/suggestions/?q=tuval").json()["suggestions"]
    assert (found["url"], found["count"], found["counted"]) == ("/en/countries/TUV/", 0, said)


def test_a_brief_names_the_page_where_the_list_is_empty(client, said):
    foot = re.search(r"<footer>.*?</footer>", client.get("/en/brief/?country=TUV").text, re.DOTALL)[0]
    assert "/en/countries/TUV/" in foot
    assert "?country=TUV" not in foot
    assert "?country=KGZ" in client.get("/en/brief/?country=KGZ").text


def test_no_value_of_a_facet_leads_to_an_empty_list(client, said):
    facets = client.get("/api/v1/facets/?country=TUV").json()["facets"]
    empty = [c for facet in facets for c in facet["choices"] if not c["count"] and not c["selected"]]
    assert empty == []
