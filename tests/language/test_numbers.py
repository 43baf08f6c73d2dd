"""Numbers in digits and in words, which the checks compare and the reverse reading ticks off."""

from decimal import Decimal

import pytest

from activities.language.numbers import missing, numbers

FRENCH = {
    "plus de 1\u202f500 agents": [1500],
    "plus de 112 000 personnes": [112000],
    "plus de 2,5 millions de personnes": [2500000],
    "1,5 million d’élèves et 33\u202f000 enseignants": [1500000, 33000],
    "plus de 5 milliards de dollars": [5000000000],
    "du 7 au 12 mars 2021": [7, 12, 2021],
    "le 1er juin": [1],
    "cinq forums, deux réunions": [5, 2],
    "neuf États, vingt-neuf autres": [9, 29],
    "vingt et un, soixante et onze, soixante-dix-sept": [21, 71, 77],
    "quatre-vingts, quatre-vingt-dix-neuf, deux cents, trois mille": [80, 99, 200, 3000],
    "la vingt-neuvième session, les premières parties": [29, 1],
    "cinquième et sixième, neuvième, quatorzième, vingtième": [5, 6, 9, 14, 20],
    "76 % de filles, soit trente pour cent": [76, 30],
    "un pays, une loi": [],
    "E4J, et la COVID-19": [19],
    "la résolution 75/196": [75, 196],
}
ENGLISH = {
    "more than 1,500 officers": [1500],
    "more than 2.5 million people, five billion dollars": [2500000, 5000000000],
    "twenty-ninth, fifth and sixth, twelfth, twentieth": [29, 5, 6, 12, 20],
    "one hundred and two hundred": [100, 200],
    "the first two, hundreds of people, one law": [1, 2],
    "the 21st of 2021–2025": [21, 2021, 2025],
}


@pytest.mark.parametrize(("text", "values"), FRENCH.items())
def test_french_numbers(text, values):
    assert [number.value for number in numbers(text, "fr")] == values


@pytest.mark.parametrize(("text", "values"), ENGLISH.items())
def test_english_numbers(text, values):
    assert [number.value for number in numbers(text, "en")] == values


def test_place_form_and_kind_of_a_number():
    text = "Cinquième cycle, 22 municipalités et le 1er juin"
    found = [(text[n.start : n.end], n.spelled, n.ordinal) for n in numbers(text, "fr")]
    assert found == [("Cinquième", True, True), ("22", False, False), ("1er", False, True)]


@pytest.mark.parametrize(
    ("french", "english", "only_in_french"),
    [
        ("22 municipalités", "twenty-two municipalities", []),
        ("dix-huit États", "18 States", []),
        ("le 1er juin 2021", "on 1 June 2021", []),
        ("1,5 million d’élèves", "1.5 million pupils", []),
        ("deux opérations", "a pair of operations", []),
        ("trois réseaux", "several networks", [3]),
        ("127 fonctionnaires formés", "172 officers trained", [127]),
        ("2,5 millions", "2.5 billion", [Decimal("2500000")]),
    ],
)
def test_a_number_is_looked_for_in_the_translation(french, english, only_in_french):
    assert missing(french, "fr", english, "en") == only_in_french
