"""The names of the reference tables in a text: the longest at each place."""

import pytest

from activities.curation.reports.names import Gazetteer
from activities.models import Country

pytestmark = pytest.mark.django_db

NAMED = {
    "le Gouvernement hondurien": ["country HND"],
    "des juges népalais, et la Sierra Leone": ["country NPL", "country SLE"],
    "en Afrique du Sud, en Afrique": ["country ZAF", "region africa"],
    "en République démocratique du Congo et au Congo": ["country COD", "country COG"],
    "au Niger, au Nigéria et en Guinée-Bissau": ["country NER", "country NGA", "country GNB"],
    "en Guinée équatoriale, en Guinée et en Papouasie-Nouvelle-Guinée": [
        "country GNQ",
        "country GIN",
        "country PNG",
    ],
    "au Soudan du Sud et au Soudan": ["country SSD", "country SDN"],
    "en Géorgie": ["country GEO"],
    "en COTE D'IVOIRE, en Côte d’Ivoire": ["country CIV", "country CIV"],
    "le Punjab et Ciudad Juárez": ["locality PAK punjab", "locality MEX ciudad-juarez"],
    "cela inspire INSPIRE": ["programme inspire"],
    "l’Union européenne et l’OMD": ["partner european-union", "partner wco"],
    "les Règles de Bangkok": ["instrument bangkok-rules"],
    "Nigérien, malienne": ["country NER", "country MLI"],
    "un nigerois, la mali": ["country MLI"],
    "maliens de Malines": ["country MLI"],
}
IN_ENGLISH = {
    "in the Democratic Republic of the Congo": ["country COD"],
    "Honduran judges in South Sudan": ["country HND", "country SSD"],
    "the WCO and the wco": ["partner wco"],
}


@pytest.mark.parametrize(
    ("language", "text", "records"),
    [("fr", *row) for row in NAMED.items()] + [("en", *row) for row in IN_ENGLISH.items()],
)
def test_the_longest_name_is_found(language, text, records):
    hits = Gazetteer(language).hits(text)
    assert [sorted(hit.records) for hit in hits] == [[record] for record in records]


def test_the_words_are_those_of_the_text_at_their_place():
    text = "Les œuvres, à Ciudad Juárez."
    (hit,) = Gazetteer().hits(text)
    assert hit.words == text[hit.start : hit.end] == "Ciudad Juárez"


def test_a_name_that_two_records_bear_is_of_both():
    (hit,) = Gazetteer().hits("la Communauté de développement de l’Afrique australe")
    assert hit.records == {"partner sadc", "region sadc"}


def test_an_alias_in_capitals_is_an_acronym_and_one_in_small_letters_an_adjective():
    Country.objects.filter(iso3="KGZ").update(aliases_fr=["KIR", "kirghize"])
    acronym, adjective = Gazetteer().hits("KIR et kir, kirghizes")
    assert (acronym.words, acronym.is_adjective) == ("KIR", False)
    assert (adjective.words, adjective.is_adjective) == ("kirghizes", True)
