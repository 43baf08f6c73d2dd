import pytest

from activities.search import current_index
from activities.search.places import named_places

pytestmark = pytest.mark.django_db


def named(text):
    index = current_index()
    return {
        found.place.key or found.place.name: found.slots
        for found in named_places(text, index.parsed(text), index)
    }


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("prisons in Kenya", {"KEN"}),
        ("formation au Viet Nam et en Guinée équatoriale", {"VNM", "GNQ"}),
        ("women in prison in Central Asia", {"central-asia"}),
        ("prison -Kenya", set()),
        ("prison reform", set()),
        ("беженцы в Малави", {"MWI"}),
        ("Chihuahua", {"Chihuahua"}),
        ("", set()),
    ],
)
def test_countries_regions_and_localities_are_recognized(text, keys):
    assert set(named(text)) == keys


def test_a_region_has_what_lies_within_it():
    index = current_index()
    assert named("Central Asia")["central-asia"] >= index.having("country", ["KGZ"])


def test_a_country_that_the_report_does_not_name_has_nothing():
    assert not named("war in Ukraine")["UKR"]
