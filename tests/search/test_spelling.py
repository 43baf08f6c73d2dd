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


def test_a_filter_that_excludes_is_told_from_words_that_stand_nowhere(client):
    page = client.get("/en/activities/", {"q": "prison", "country": "KEN"}).text
    assert "No activity matches everything in this search" in page
    assert "Pages on what you typed" in page
