from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from activities.models import Activity
from activities.models.vocabulary import Status
from activities.search import current_index, publish_changes
from activities.search.nearest import ALONE, FLOOR, Nearest, nearest
from tests.factories import ActivityFactory
from tests.threads import READERS, together

pytestmark = pytest.mark.django_db


def an_activity(title="Title", summary="Summary."):
    return ActivityFactory(texts={"fr": ("Titre", "Résumé."), "en": (title, summary)}).report_order


def asked(text, among=None, most=ALONE) -> Nearest:
    index = current_index()
    found = nearest(text, index.parsed(text), index, BitMap(), index.all if among is None else among)
    return replace(found, activities=found.activities[:most])


def slots(found: Nearest):
    return [near.slot for near in found.activities]


def test_an_activity_without_any_of_the_words_is_near_by_what_it_means():
    penguin = an_activity(summary="Flightless birds of the Antarctic perform music.")
    (near,) = asked("penguins with a violin", most=1).activities
    assert near.slot == penguin
    assert near.by_meaning
    assert (near.has, near.lacks) == ((), ("penguins", "violin"))


def test_the_words_that_an_activity_has_and_lacks_are_told_as_typed():
    zeppelin = an_activity("Zeppelins over the harbour")
    (near,) = asked("Zeppelin harbour quokkas", most=1).activities
    assert near.slot == zeppelin
    assert not near.by_meaning
    assert (near.has, near.lacks) == (("Zeppelin", "harbour"), ("quokkas",))


def test_a_rare_word_counts_more_than_a_common_one():
    rare, common = an_activity("The quokka"), an_activity("The police")
    found = slots(asked("quokka police", BitMap([rare, common])))
    assert found == [rare, common]


def test_a_name_counts_more_than_a_word_as_rare(settings):
    settings.SEARCH_BY_MEANING = False
    word, name = an_activity("The quokka"), an_activity("The ZQX")
    assert slots(asked("quokka ZQX", BitMap([word, name]))) == [name, word]


def test_a_title_counts_more_than_a_summary(settings):
    settings.SEARCH_BY_MEANING = False
    below, above = an_activity(summary="On quokkas."), an_activity("On quokkas")
    assert slots(asked("quokkas zeppelin", BitMap([below, above]))) == [above, below]


def test_filters_negations_and_quotation_marks_are_obeyed():
    one, two = an_activity("Quokkas on a zeppelin"), an_activity("Quokkas at a harbour")
    both = BitMap([one, two])
    assert BitMap(slots(asked("quokkas violin", both))) == both
    assert slots(asked("quokkas violin", BitMap([two]))) == [two]
    assert slots(asked("quokkas violin -zeppelin", both)) == [two]
    assert slots(asked('violin "on a zeppelin"', both)) == [one]
    assert slots(asked('quokkas "in a zeppelin factory"', both)) == []
    assert slots(asked("quokkas", BitMap())) == []


def test_a_place_is_kept_before_everything_else():
    index = current_index()
    within = index.answering(index.parsed("Central Asia"))
    found = asked("quokkas in Central Asia")
    assert found.activities
    assert set(slots(found)) <= set(within)
    assert {(near.has, near.lacks) for near in found.activities} == {(("Central Asia",), ("quokkas",))}
    assert [(place.place.key, place.total) for place in found.places] == [("central-asia", len(within))]


def test_of_two_places_both_count_before_either():
    index = current_index()
    named = [index.answering(index.parsed(name)) for name in ("Jordan", "Lebanon", "Malawi")]
    assert BitMap(slots(asked("quokkas in Jordan and Lebanon"))) == named[0] & named[1]
    assert not named[0] & named[2]
    either = asked("quokkas in Jordan and Malawi").activities
    assert BitMap(near.slot for near in either) == named[0] | named[2]
    assert {near.has for near in either} == {("Jordan",), ("Malawi",)}


@pytest.mark.parametrize(
    "text", ["war in Ukraine", "prison reform in Ukraine", "guerre en Ukraine", "тюрьмы в Украине"]
)
def test_nothing_poses_as_an_answer_about_a_country_that_no_activity_names(text):
    found = asked(text)
    assert found.activities == ()
    assert [(place.place.key, place.count, place.total) for place in found.places] == [("UKR", 0, 0)]


def test_a_place_that_the_filters_exclude_is_told_from_one_that_is_nowhere():
    index = current_index()
    found = asked("quokkas in Malawi", index.all - index.having("country", ["MWI"]))
    (place,) = found.places
    assert place.total > place.count
    assert not found.activities or place.count


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("тюрьмы во время пандемии", "ru"),
        ("监狱里的新冠疫情", "zh"),
        ("السجون أثناء الجائحة", "ar"),
        ("cárceles durante la pandemia", "es"),
        ("prisons during the pandemic", None),
    ],
)
def test_questions_in_other_languages_are_answered_by_meaning(text, language):
    index = current_index()
    found = asked(text)
    prisons = index.answering(index.parsed("prison")) | index.answering(index.parsed("pandemic"))
    assert found.language == language
    assert slots(found)[0] in prisons
    if language:
        assert all(near.by_meaning and near.lacks == () for near in found.activities)


@pytest.mark.parametrize("text", ["", "  ", "😀😀", "2021", "\0", "\ud800", '""', "-", "§", "🏴‍☠️ 12"])
def test_what_has_no_letter_is_near_to_nothing(text):
    assert asked(text).activities == ()


@pytest.mark.parametrize("text", ["xzqv", "tarte aux pommes"])
def test_what_means_nothing_here_is_near_to_nothing(text):
    assert asked(text).activities == ()


@pytest.mark.parametrize(
    "text",
    [
        "prison " * 5000,
        "prison" * 5000,
        "pri\ud800son reform",
        "prison\0reform",
        "😀 prison",
        "'; DROP TABLE --",
        "a" * 10**5,
        "\ufdfa" * 300,
    ],
)
def test_any_text_is_bounded_work(text):
    assert len(asked(text).activities) <= ALONE


@given(st.text(max_size=220))
def test_no_text_fails(text):
    found = asked(text, most=3)
    assert all(near.score >= FLOOR or near.has or near.covers for near in found.activities)


def test_the_order_is_the_same_every_time_and_in_every_thread():
    texts = ["prison reform", "crooked officials", "тюрьмы", "women judges", "refugees in Lebanon"]

    def answers(_number):
        with override("en"):
            return [asked(text) for text in texts]

    alone = answers(0)
    assert together(answers, READERS) == [alone] * READERS


def test_without_the_encoder_words_and_places_alone_rank(settings):
    settings.SEARCH_BY_MEANING = False
    assert asked("violins in Malawi").activities
    quokka = an_activity("The quokka")
    assert slots(asked("quokka violin", most=1)) == [quokka]
    assert asked("xylophone violin").activities == ()


def test_an_activity_that_is_withdrawn_is_not_near():
    quokka = an_activity("The quokka on a zeppelin")
    assert slots(asked("quokka zeppelin violin", most=1)) == [quokka]
    Activity.objects.filter(report_order=quokka).update(status=Status.WITHDRAWN)
    publish_changes(Activity.objects.filter(report_order=quokka))
    assert quokka not in slots(asked("quokka zeppelin violin"))
