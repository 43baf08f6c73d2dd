"""The order by title is that of a dictionary: quotation marks and accents do not count."""

import pytest

from activities.models import Country
from tests.factories import ActivityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]

TITLES = [
    "« Abri » et suite",
    "…Barrage",
    "“Casse”",
    "(Début)",
    "— Écart",
    "Égalité",
    "« Fin »",
    "‹ Gué ›",
    "[Hier]",
    "'Île'",
    "« « Prisons » : un titre",
    "Zone",
]


@pytest.mark.parametrize("path", ["/fr/activites/", "/en/activities/"])
def test_what_stands_before_the_first_word_does_not_count(client, path):
    countries = Country.objects.filter(iso3="TUV")
    for title in reversed(TITLES):
        ActivityFactory(countries=countries, texts={"fr": (title, "Résumé"), "en": (title, "Summary")})
    page = client.get(path, {"country": "TUV", "sort": "title"}).context["page"]
    assert [activity.text.title for activity in page] == TITLES
