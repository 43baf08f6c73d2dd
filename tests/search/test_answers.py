"""The layers of an answer: all the words, the spelling meant, the activities nearest."""

import pytest
from django.utils.translation import override

from activities.models import Country
from activities.search import Search, current_index, find
from activities.search.nearest import ALONE, BELOW
from tests.factories import ActivityFactory
from tests.search.searching import an_activity, refs_of
from tests.threads import READERS, together

pytestmark = pytest.mark.django_db


def answer(text, **search):
    return find(Search(text, **search), current_index())


def near(text, **search):
    """Returns the refs of the nearest activities, the nearest first."""
    found = answer(text, **search)
    return [found.activities([one.slot])[0].ref for one in found.nearest.activities]


def test_what_has_all_the_words_is_never_among_the_nearest():
    whole, part = an_activity("Quokkas et zeppelins"), an_activity("Quokkas seuls")
    found = answer("quokkas zeppelins")
    assert refs_of(found) == [whole]
    assert near("quokkas zeppelins")[0] == part
    assert whole not in near("quokkas zeppelins")


def test_the_nearest_fill_a_short_list_and_replace_an_empty_one():
    for _number in range(ALONE + 5):
        an_activity("Quokkas seuls")
    assert len(near("quokkas xylophones")) == ALONE
    an_activity("Quokkas et xylophones")
    assert len(near("quokkas xylophones")) == BELOW
    for _number in range(BELOW - 1):
        an_activity("Quokkas et xylophones")
    assert near("quokkas xylophones") == []


def test_the_nearest_obey_the_filters():
    tuvalu = Country.objects.get(iso3="TUV")
    there = ActivityFactory(texts={"fr": ("Quokkas seuls", "Résumé")}, countries=[tuvalu]).ref
    an_activity("Quokkas ailleurs")
    assert near("quokkas xylophones", selection={"country": ("TUV",)}) == [there]


def test_without_a_text_nothing_is_near():
    assert answer("", selection={"country": ("TUV",)}).nearest.activities == ()
    assert answer("le la").nearest.activities == ()


@pytest.mark.parametrize("text", ["2099-026-1", "entry 2099-026-1", "§ 26", "par. 26"])
def test_to_a_reference_nothing_is_near(text):
    assert answer(text).nearest.activities == ()


def test_a_misspelt_text_is_answered_as_it_was_meant():
    quokka = an_activity("Étançonnage")
    found = answer("étançonage")
    assert refs_of(found) == [quokka]
    assert (found.corrected.lower(), found.typed) == ("étançonnage", "étançonage")


def test_a_text_is_not_corrected_where_it_finds_something_or_is_taken_as_typed():
    an_activity("Étançonnage")
    right, verbatim = answer("étançonnage"), answer("étançonage", verbatim=True)
    assert right.corrected is verbatim.corrected is None
    assert len(right) == 1
    assert len(verbatim) == 0


def test_a_correction_that_finds_nothing_is_not_made():
    an_activity("Étançonnage")
    assert answer("étançonage xylophones").corrected is None


def test_a_question_in_another_language_is_not_corrected_to_a_word_of_ours():
    an_activity("Carcelles")
    assert answer("cárceles durante la pandemia").corrected is None


def test_the_short_words_of_another_language_name_no_country():
    assert answer("cuál es la situación de las cárceles").nearest.places == ()


def test_the_nearest_are_computed_once_for_an_index(monkeypatch):
    an_activity("Quokkas seuls")
    first = answer("quokkas xylophones").nearest
    monkeypatch.setattr("activities.search.answers.nearest", None)
    assert answer("quokkas xylophones").nearest is first


def test_the_nearest_are_those_of_the_language_and_the_filters_asked_for():
    tuvalu = Country.objects.get(iso3="TUV")
    ActivityFactory(texts={"fr": ("Quokkas seuls", "Résumé")}, countries=[tuvalu])
    an_activity("Quokkas ailleurs")
    everywhere = near("quokkas xylophones")
    assert near("quokkas xylophones", selection={"country": ("TUV",)}) != everywhere
    with override("en"):
        named = answer("quokkas in Ukraine").nearest.places
    assert [place.place.key for place in named] == ["UKR"]


def test_threads_see_the_same_answers():
    texts = ["prison reform", "priosn", "war in Ukraine", "тюрьмы"]

    def answers(_number):
        with override("fr"):
            found = [answer(text) for text in texts]
            return [(one.corrected, list(one.slots), one.nearest) for one in found]

    alone = answers(0)
    assert together(answers, READERS) == [alone] * READERS
