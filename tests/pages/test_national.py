"""The blocks of the page of a country are those that the database finds, in the order of the report."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, Country, Region
from activities.search import current_index, publish_changes
from tests.factories import ActivityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]


def blocks(client, country):
    """Returns the refs that each block of the page leads to."""
    page = client.get(country.get_absolute_url()).text.partition("<aside")[0]
    found = dict(re.findall(r'<section class="block[^"]*" id="(\w+)">(.*?)</section>', page, re.DOTALL))
    return {name: re.findall(r'<a href="/fr/activites/([^"/?]+)/"', html) for name, html in found.items()}


@pytest.fixture
def countries():
    """Countries that the catalogue names and does not name, and one that an activity names beside its region."""
    togo = Country.objects.get(iso3="TGO")
    of_togo = Region.objects.filter(countries=togo)
    ActivityFactory(scope="regional", countries=[], relations={"regions": of_togo[:2]})
    ActivityFactory(scope="regional", countries=[togo], relations={"regions": of_togo[:1]})
    return [togo, *Country.objects.filter(iso3__in=["COL", "KGZ", "TUV"])]


def test_the_blocks_of_a_country_are_those_of_the_database(client, countries):
    published = Activity.objects.published().in_report_order()
    for country in countries:
        found = blocks(client, country)
        for name, activities in (
            ("named", published.naming(country)),
            ("worldwide", published.worldwide(country)),
        ):
            assert found[name] == list(activities.values_list("ref", flat=True)), (country, name)
        covering = published.covering(country)
        by_region = [
            ref
            for region in country.regions.by_name()
            for ref in covering.filter(regions=region).values_list("ref", flat=True)
        ]
        assert found["covering"] == by_region, country
        assert by_region or country.iso3 != "TGO"


def test_a_title_shows_as_edited_and_in_the_language_of_the_page(client):
    togo = Country.objects.get(iso3="TGO")
    activity = ActivityFactory(
        scope="global",
        countries=[],
        texts={"fr": ("Xylophone", "Un clavecin."), "en": ("Harpsichord", "A harpsichord.")},
    )
    page = client.get("/fr/pays/TGO/").text
    assert "Xylophone" in page
    assert "Harpsichord" not in page
    assert "Harpsichord" in client.get("/en/countries/TGO/").text
    activity.texts.filter(language="fr").update(title="Orgue")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    page = client.get(togo.get_absolute_url()).text
    assert "Orgue" in page
    assert "Xylophone" not in page
    Activity.objects.filter(pk=activity.pk).update(status="withdrawn")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert "Orgue" not in client.get("/fr/pays/TGO/").text


def test_the_number_of_queries_does_not_grow_with_the_number_of_titles(client):
    counts = []
    for number in (1, 2, 3):
        ActivityFactory.create_batch(number, scope="global", countries=[])
        current_index()
        with CaptureQueriesContext(connection) as queries:
            client.get("/fr/pays/TUV/")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] > 1
