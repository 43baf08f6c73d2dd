"""Numbers that count something, apart from those that date or name something."""

import pytest

from activities.curation.reports.quantities import quantities, words_of

COUNTED = {
    "Le 22 avril 2021, 12 pays; du 3 au 5 mai, deux autres": [12, 2],
    "Les 3 et 4 juin, et le 1er juillet 2020": [],
    "À sa trentième session, le quinzième Congrès et les première et deuxième réunions": [],
    "un troisième outil": [3],
    "la résolution 75/196, la décision 74/550 B (A/76/121), l’article 31, par. 51 à 55, nos 11 et 16": [],
    "la résolution 2396 (2017) a fait 15 adhérents": [15],
    "la COVID-19 au second semestre pour les agents de première ligne": [],
    "plus de 1,5 million d’élèves et 33 000 enseignants depuis 2017": [1500000, 33000],
    "des centaines de personnes, la moitié de 40": [40, None, None],
    "dans le texte 1. Ensuite, la fin »3": [],
    "la règle 45, l’annexe 2": [],
    "vingt-cinq juges, 1 200 agents, 5\u00a0000 élèves, 2,5 %": [25, 1200, 5000, 2.5],
}
IN_ENGLISH = {
    "On 22 April 2021, 12 countries and twenty-five judges": [12, 25],
    "At its thirtieth session, resolution 75/196, article 31, paras. 51 to 55": [],
    "1,200 officers, 2.5 million pupils since 2017": [1200, 2500000],
}


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [("fr", *row) for row in COUNTED.items()] + [("en", *row) for row in IN_ENGLISH.items()],
)
def test_dates_and_designations_count_nothing(language, text, values):
    assert [quantity.value for quantity in quantities(text, language)] == values


@pytest.mark.parametrize(
    ("language", "text", "value", "qualifier", "words"),
    [
        ("fr", "Il a formé 20 juges", 20, "exact", "20"),
        ("fr", "dans plus de 190 pays", 190, "more_than", "plus de 190"),
        ("fr", "au moins 700 000 personnes", 700000, "at_least", "au moins 700 000"),
        ("fr", "25 % ou plus", 25, "at_least", "25 %"),
        ("fr", "près de 200 outils", 200, "about", "près de 200"),
        ("fr", "environ trois mois", 3, "about", "environ trois"),
        ("fr", "une douzaine de pays", 12, "about", "douzaine"),
        ("fr", "(jusqu’à 50 %)", 50, "up_to", "jusqu’à 50 %"),
        ("en", "more than 190 countries", 190, "more_than", "more than 190"),
        ("en", "nearly a dozen tools", 12, "about", "dozen"),
        ("en", "up to 50 per cent", 50, "up_to", "up to 50 per cent"),
    ],
)
def test_a_number_comes_with_what_is_said_of_its_precision(language, text, value, qualifier, words):
    (quantity,) = quantities(text, language)
    assert (quantity.value, quantity.qualifier) == (value, qualifier)
    start, found = words_of(quantity, text, language)
    assert found == words == text[start : start + len(found)]
