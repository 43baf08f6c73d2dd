import re
from html import unescape

import pytest

from activities.language.words import fold
from activities.models import Activity
from activities.search import current_index, publish_changes, spelling
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def corrected(text):
    return spelling.corrected(text, current_index())


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
        ("jial", "jail"),
        ("mort", None),
        ("hacking", None),
        ("élections", None),
        ("climatique", None),
        ("FATF", None),
        ("Zaire", None),
        ("brison", "prison"),
    ],
)
def test_an_unknown_word_becomes_the_nearest_known_one(typed, meant):
    found = corrected(typed)
    assert (fold(found) if found else None) == meant


def test_only_the_unknown_words_of_a_text_change():
    assert corrected("traite des prisonz -victimes") == "traite des prison -victimes"


def test_the_vocabulary_follows_the_catalogue():
    assert corrected("étançonage") is None
    ActivityFactory(texts={"fr": ("Étançonnage", "Résumé")})
    assert corrected("étançonage") == "étançonnage"


def test_a_spelling_that_was_corrected_is_a_mistake_again():
    activity = ActivityFactory(texts={"fr": ("Étançonnage étançonage", "Résumé")})
    assert corrected("étançonage") is None
    activity.texts.filter(language="fr").update(title="Étançonnage")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert corrected("étançonage") == "étançonnage"


def test_a_synonym_is_known_though_it_has_gone_from_the_texts():
    activity = ActivityFactory(texts={"fr": ("Ransomware", "Résumé")})
    activity.texts.filter(language="fr").update(title="Titre")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert corrected("ransomwaer") == "ransomware"


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


def test_where_words_stand_apart_as_many_as_stand_together_are_offered(client):
    offers = offered(client, "hackathon au Kirghizistan sur les zorglubs pour la jeunesse")
    assert {text for _href, text, _count in offers} == {"Kirghizistan sur les pour la jeunesse"}
    assert {text for _href, text, _count in offered(client, "Kirghizistan cybercriminalité zorglubs")} == {
        "Kirghizistan",
        "cybercriminalité",
    }


def test_of_a_long_text_no_more_than_its_parts_without_one_word_are_tried(client):
    assert not offered(client, "zorglubs zorgons zorgiens zorgans zorguls zorgels zorgols prisons")


def test_an_offer_neither_begins_nor_ends_with_a_function_word(client):
    assert {text for _href, text, _count in offered(client, "prisons au Kenya")} == {"prisons"}


def test_the_offer_keeps_the_filters(client):
    page = client.get("/en/activities/?q=priosn&kind=training").text
    assert "?q=prison&amp;kind=training" in page


@pytest.mark.parametrize(
    ("query", "path", "label"),
    [
        ("Zaire", "/en/countries/COD/", "Democratic Republic of the Congo"),
        ("prisons in Kenya", "/en/countries/KEN/", "Kenya"),
        ("Cote d'Ivoire ransomware", "/en/countries/CIV/", "Côte d’Ivoire"),
    ],
)
def test_where_nothing_is_found_the_page_leads_to_what_the_words_name(client, query, path, label):
    page = client.get("/en/activities/", {"q": query}).text
    link = f'<a href="{path}">{label}</a> <span class="aside">Country · '
    assert re.search(re.escape(link) + r"0 activities, \d+ regional, \d+ global</span>", page)


def test_a_filter_that_excludes_is_told_from_words_that_stand_nowhere(client):
    page = client.get("/en/activities/", {"q": "prison", "country": "KEN"}).text
    assert "No activity matches everything in this search" in page
    assert "These words name" not in page
