"""The page of a region counts three blocks apart; its total is what the list shows."""

import re

import pytest

from activities.models import Activity, Country, Region
from activities.pages.regional import TITLES
from activities.search import current_index, publish_changes
from tests.factories import ActivityFactory
from tests.pages.test_views import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]


@pytest.fixture
def tuvalu():
    return Country.objects.get(iso3="TUV")


@pytest.fixture
def region(tuvalu):
    made = Region.objects.create(
        slug="zz", name_fr="Zz", name_en="Zz", basis="report", basis_note_fr="Base", basis_note_en="Basis"
    )
    made.countries.set([tuvalu])
    publish_changes(Activity.objects.none(), reference=True)
    return made


def block(page, name):
    """Returns the part of a page from a block to the next section."""
    return re.search(rf'id="{name}">(.*?)</section>', page, re.DOTALL)[1]


def test_a_region_counts_three_blocks_apart(client, region, tuvalu):
    named = ActivityFactory(relations={"regions": [region]}, countries=[tuvalu])
    inside = [ActivityFactory(countries=[tuvalu], scope="global") for _ in range(2)]
    other = ActivityFactory(scope="global")
    page = client.get("/en/regions/zz/").text
    assert "1 activity names this region" in block(page, "named")
    assert named.get_absolute_url().split("/")[-2] in block(page, "named")
    assert "2 activities name a region or a country inside it" in block(page, "inside")
    assert all(activity.ref in block(page, "inside") for activity in inside)
    worldwide = len(current_index().values["scope"]["global"]) - 2
    assert f"{worldwide} global activities" in block(page, "worldwide")
    assert other.ref in block(page, "worldwide")
    assert not any(activity.ref in block(page, "worldwide") for activity in inside)


def test_the_total_of_a_region_is_what_the_list_the_api_and_the_facets_count(client, region, tuvalu):
    ActivityFactory(relations={"regions": [region]})
    ActivityFactory(countries=[tuvalu])
    assert "<h2>2 activities</h2>" in client.get("/en/regions/zz/").text
    assert "2 activities" in text_of(client.get("/en/activities/?region=zz"))
    assert client.get("/api/v1/activities/?region=zz").json()["count"] == 2
    rows = client.get("/api/v1/regions/?page_size=500").json()["results"]
    assert next(row["activities"] for row in rows if row["slug"] == "zz") == 2
    facets = client.get("/api/v1/facets/").json()["facets"]
    choices = next(facet["choices"] for facet in facets if facet["name"] == "region")
    assert next(choice["count"] for choice in choices if choice["value"] == "zz") == 2


def test_an_activity_keeps_the_regions_that_it_names(client, region, tuvalu):
    ref = ActivityFactory(countries=[tuvalu]).ref
    assert client.get(f"/api/v1/activities/{ref}/").json()["regions"] == []
    assert "Regions named" not in client.get(f"/en/activities/{ref}/").text
    assert 'class="region"' not in client.get("/en/activities/?region=zz").text


def test_a_region_lists_no_more_than_it_can_show(client, region, tuvalu, monkeypatch):
    monkeypatch.setattr("activities.pages.regional.TITLES", 1)
    for _ in range(3):
        ActivityFactory(countries=[tuvalu])
    inside = block(client.get("/en/regions/zz/").text, "inside")
    assert inside.count("<li>") == 1 < TITLES
    assert 'href="/en/activities/?region=zz">2 more' in inside
