"""Natural questions, judged by reading the data: what a person sees first, of all words and then of the nearest.

A question counts as answered if one of the right activities is first, or among the first three.
"""

from pathlib import Path

import pytest
import yaml

from activities.models import Activity
from activities.search import Search, current_index, find
from tests.search.searching import shown

pytestmark = pytest.mark.django_db

QUESTIONS = yaml.load(
    Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
ANSWERED = [case for case in QUESTIONS if "right" in case]
OTHER = ("ar", "es", "ru", "zh")


def shares(cases):
    """Returns the shares of questions with a right activity first and among the first three, and those without."""
    found = [(case, shown(case["q"])) for case in cases]
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
    assert [case["q"] for case in ANSWERED if not shown(case["q"])] == []


@pytest.mark.parametrize(
    "case", [case for case in QUESTIONS if "nowhere" in case], ids=lambda case: case["q"]
)
def test_what_is_nowhere_shows_nothing_and_names_the_place(case):
    answer = find(Search(case["q"]), current_index())
    found = answer.nearest
    assert list(answer.slots) == list(found.activities) == []
    assert [(place.place.key, place.total) for place in found.places] == [(case["nowhere"], 0)]


def test_the_questions_name_activities_that_exist():
    refs = set(Activity.objects.published().values_list("ref", flat=True))
    assert {ref for case in ANSWERED for ref in case["right"]} <= refs
    assert len(ANSWERED) >= 110
