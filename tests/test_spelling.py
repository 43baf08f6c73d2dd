import re
from html import unescape

import pytest

from activities import spelling
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("priosn", "prison"),
        ("corrupton", "corruption"),
        ("cybercriminalite", None),
        ("Kirghisistan", "kirghizistan"),
        ("terorisme", "terrorisme"),
        ("prison", None),
        ("xyzzyxyzzy", None),
        ("abc", None),
        ("1234567", None),
    ],
)
def test_an_unknown_word_becomes_the_nearest_known_one(typed, meant):
    found = spelling.corrected(typed)
    assert (spelling.fold(found) if found else None) == meant


def test_only_the_unknown_words_of_a_text_change():
    assert spelling.corrected("traite des prisonz -victimes") == "traite des prison -victimes"


def test_the_vocabulary_follows_the_catalogue():
    assert spelling.corrected("étançonage") is None
    ActivityFactory(texts={"fr": ("Étançonnage", "Résumé")})
    assert spelling.corrected("étançonage") == "étançonnage"


def offered(client, query):
    page = client.get("/en/activities/", {"q": query}).text
    found = re.search(r"Nearest to it:.*?</ul>", page, re.S)
    return re.findall(r'href="([^"]+)">([^<]+)</a> <span class="count">(\d+)<', found[0]) if found else []


def test_the_page_offers_the_corrected_spelling_with_its_count(client):
    ((href, text, count),) = offered(client, "priosn")
    assert text == "prison"
    assert f"{count} activities" in client.get(f"/en/activities/{unescape(href)}").text


def test_the_page_offers_the_text_without_one_word_where_all_are_known(client):
    offers = offered(client, "Kyrgyzstan cybercrime")
    assert {text for _href, text, _count in offers} == {"Kyrgyzstan", "cybercrime"}
    assert all(int(count) for _href, _text, count in offers)


def test_the_offer_keeps_the_filters(client):
    page = client.get("/en/activities/?q=priosn&kind=training").text
    assert "?q=prison&amp;kind=training" in page
