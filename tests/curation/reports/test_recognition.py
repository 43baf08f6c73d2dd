"""A paragraph suggests the countries that it names, not those in the name of something else."""

from decimal import Decimal

import pytest

from activities.curation.reports.names import Gazetteer
from activities.curation.reports.recognition import recognized
from activities.models import Country, Locality

pytestmark = pytest.mark.django_db

COUNTRIES = {
    "Au Kenya, il a formé des juges.": ["KEN"],
    "des fonctionnaires de police du Punjab": ["PAK"],
    "la Déclaration du Qatar, la Convention de Bolivie et le Programme d’action de la Barbade": [],
    "une convention du Mexique avec le Pérou": ["MEX", "PER"],
    "La onzième session de la Conférence des Parties, tenue à Nairobi (Kenya) en 2020.": [],
    "Le Congrès s’est tenu du 7 au 12 mars à Kyoto (Japon). Au Japon, il a formé des juges.": ["JPN"],
    "Il a organisé un atelier, tenu à Venise (Italie) en octobre.": ["ITA"],
    "un conseiller basé à Brasília (Brésil)": [],
    "traduit en espagnol, en portugais et français": [],
    "la version italienne et la langue française": [],
    "les juges italiens et le Gouvernement espagnol": ["ITA", "ESP"],
    "au Kenya, puis encore au Kenya": ["KEN"],
}
IN_ENGLISH = {
    "In Kenya it trained Honduran judges.": ["KEN", "HND"],
    "The Qatar Declaration, the Convention of Bolivia": [],
    "translated into Spanish, Portuguese and Italian": [],
    "The tenth session of the Conference of the Parties, held in Nairobi, Kenya.": [],
}


def proposed(text, language, kind):
    found = recognized(text, Gazetteer(language), language)
    return [one for one in found if one.kind == kind]


@pytest.mark.parametrize(("text", "iso3"), COUNTRIES.items())
def test_countries_of_a_french_text(text, iso3):
    assert [one.record.iso3 for one in proposed(text, "fr", "country")] == iso3


@pytest.mark.parametrize(("text", "iso3"), IN_ENGLISH.items())
def test_countries_of_an_english_text(text, iso3):
    assert [one.record.iso3 for one in proposed(text, "en", "country")] == iso3


def test_a_locality_is_proposed_with_its_country():
    text = "Au Pakistan, à la police du Punjab."
    assert [one.record for one in proposed(text, "fr", "locality")] == [Locality.objects.get(slug="punjab")]
    (country,) = proposed(text, "fr", "country")
    assert (country.record, country.words) == (Country.objects.get(iso3="PAK"), "Pakistan")


def test_programmes_partners_and_regions_are_proposed_and_instruments_are_not():
    text = "Avec l’OMD et l’Initiative StAR, en Afrique, au titre de la Convention contre la corruption."
    found = recognized(text, Gazetteer(), "fr")
    assert [(one.kind, one.words) for one in found] == [
        ("partner", "OMD"),
        ("programme", "Initiative StAR"),
        ("region", "Afrique"),
    ]


def test_a_number_fits_its_column_or_is_none():
    found = proposed("1,234567 tonne, le numéro 123456789012345678", "fr", "number")
    assert [one.value for one in found] == [Decimal("1.2346")]


def test_the_same_number_twice_is_two_proposals():
    text = "20 juges et 20 procureurs de trois pays"
    found = proposed(text, "fr", "number")
    assert [(one.value, one.occurrence, one.start) for one in found] == [(20, 0, 0), (20, 1, 12), (3, 0, 29)]
