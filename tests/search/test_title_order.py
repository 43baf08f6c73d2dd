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


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_stands_before_the_first_word_does_not_count(client, language):
    countries = Country.objects.filter(iso3="TUV")
    for title in reversed(TITLES):
        ActivityFactory(countries=countries, texts={"fr": (title, "Résumé"), "en": (title, "Summary")})
    found = client.get("/api/v1/activities/", {"country": "TUV", "sort": "title", "lang": language}).json()
    assert [record["texts"][language]["title"] for record in found["results"]] == TITLES
