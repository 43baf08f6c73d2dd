"""Holds what the synonyms add against the judgements of a reader: tests/data/judged_synonyms.yaml."""

from pathlib import Path

import pytest
import yaml

from activities.models import Activity
from activities.search import current_index
from activities.search.synonym_effects import effects

pytestmark = [pytest.mark.django_db, pytest.mark.data]

JUDGED = yaml.load(
    Path(__file__).with_name("judged_synonyms.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
PRECISION = 0.97
UNJUDGED = 0.05  # of all pairs: analysts may change texts without judging anew at once


@pytest.fixture
def pairs():
    """Every (group, query, ref) that a synonym adds."""
    refs = dict(Activity.objects.values_list("report_order", "ref"))
    return {
        (effect.group, effect.query, refs[slot])
        for effect in effects(current_index())
        for slot in effect.slots
    }


def judged(verdict):
    return {(group, ref) for group, verdicts in JUDGED.items() for ref in verdicts.get(verdict, ())}


def named(pairs):
    return sorted(f"{group} › {query} → {ref}" for group, query, ref in pairs)


def test_what_synonyms_add_is_right(pairs):
    right = {pair for pair in pairs if (pair[0], pair[2]) in judged("right")}
    wrong = {pair for pair in pairs if (pair[0], pair[2]) in judged("wrong")}
    assert len(right) / (len(right) + len(wrong)) >= PRECISION, named(wrong)


def test_what_synonyms_add_is_judged(pairs):
    known = judged("right") | judged("wrong")
    new = {pair for pair in pairs if (pair[0], pair[2]) not in known}
    assert len(new) <= UNJUDGED * len(pairs), f"judge what is new in judged_synonyms.yaml: {named(new)}"


def test_nothing_is_judged_in_two_ways():
    assert judged("right") & judged("wrong") == set()
