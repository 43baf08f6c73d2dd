"""Natural questions, judged by reading the data: what a person sees first, of all words and then of the nearest.

A question counts as answered if one of the right activities is first, or among the first three.
"""

from pathlib import Path

import pytest
import yaml
from pyroaring import BitMap

from activities.models import Activity
from activities.search import Search, current_index
from activities.search.nearest import ALONE, BELOW, nearest
from activities.search.spelling import corrected

pytestmark = pytest.mark.django_db

QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
ANSWERED = [case for case in QUESTIONS if "right" in case]
OTHER = ("ar", "es", "ru", "zh")


def all_words(text):
    """Returns the slots of the first layer, in its order."""
    results = current_index().find(Search(text))
    return list(results[0:ALONE]) if results.query else []


def seen(text):
    """Returns the refs in the order of the page."""
    index = current_index()
    first = all_words(text) or all_words(corrected(text, index) or "")
    query, most = index.parsed(text), ALONE if not first else max(0, BELOW - len(first))
    below = nearest(text, query, index, index.all - BitMap(first), most).activities
    refs = dict(Activity.objects.values_list("report_order", "ref"))
    return [refs[slot] for slot in (*first, *(near.slot for near in below))]


def shares(cases):
    """Returns the shares of questions with a right activity first and among the first three, and those without."""
    found = [(case, seen(case["q"])) for case in cases]
    first = [case for case, refs in found if set(refs[:1]) & set(case["right"])]
    three = [case for case, refs in found if set(refs[:3]) & set(case["right"])]
    missed = [f"{case['q']}: {refs[:3]}" for case, refs in found if case not in three]
    return len(first) / len(cases), len(three) / len(cases), missed


def test_questions_in_french_and_english_are_answered(capsys):
    first, three, missed = shares([case for case in ANSWERED if case["language"] not in OTHER])
    with capsys.disabled():
        print(f"\nfirst {first:.3f}, among three {three:.3f}; missed:", *missed, sep="\n  ")
    assert first >= 0.84
    assert three >= 0.92


def test_questions_in_other_languages_are_answered(capsys):
    first, three, missed = shares([case for case in ANSWERED if case["language"] in OTHER])
    with capsys.disabled():
        print(f"\nother languages: first {first:.3f}, among three {three:.3f}; missed:", *missed, sep="\n  ")
    assert three >= 0.9


def test_no_question_with_an_answer_shows_nothing():
    assert [case["q"] for case in ANSWERED if not seen(case["q"])] == []


@pytest.mark.parametrize(
    "case", [case for case in QUESTIONS if "nowhere" in case], ids=lambda case: case["q"]
)
def test_what_is_nowhere_shows_nothing_and_names_the_place(case):
    index = current_index()
    found = nearest(case["q"], index.parsed(case["q"]), index, index.all)
    assert found.activities == ()
    assert [(place.place.key, place.total) for place in found.places] == [(case["nowhere"], 0)]


def test_the_questions_name_activities_that_exist():
    refs = set(Activity.objects.published().values_list("ref", flat=True))
    assert {ref for case in ANSWERED for ref in case["right"]} <= refs
    assert len(ANSWERED) >= 110
