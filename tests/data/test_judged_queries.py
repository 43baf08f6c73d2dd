"""The search judged on queries that people would type: judged_queries.yaml.

nDCG@10 with gains 2^grade - 1; recall@20 over all graded refs; MRR of the first ref of the highest
grade that the query has. A query is judged on what the page shows for it: its correction, and the nearest.
"""

import math
from pathlib import Path
from statistics import fmean

import pytest
import yaml

from activities.models import Activity
from activities.search import current_index
from activities.search.spelling import corrected
from tests.search.searching import ranked, shown

pytestmark = pytest.mark.django_db

JUDGED = yaml.load(
    Path(__file__).with_name("judged_queries.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
ANSWERED = [case for case in JUDGED if case["relevant"]]


def ndcg(refs, grades):
    gains = [2 ** grades.get(ref, 0) - 1 for ref in refs[:10]]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:10]
    return dcg(gains) / dcg(ideal)


def dcg(gains):
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def recall(refs, grades):
    return len(set(refs[:20]) & grades.keys()) / min(20, len(grades))


def reciprocal_rank(refs, grades):
    best = max(grades.values())
    return next((1 / place for place, ref in enumerate(refs, 1) if grades.get(ref) == best), 0)


def test_answers_are_right(capsys):
    measures = {"nDCG@10": ndcg, "recall@20": recall, "MRR": reciprocal_rank}
    answers = [(case, shown(case["q"])) for case in ANSWERED]
    scores = {name: [f(refs, case["relevant"]) for case, refs in answers] for name, f in measures.items()}
    with capsys.disabled():
        print(f"\n{len(ANSWERED)} judged queries:", {name: round(fmean(s), 3) for name, s in scores.items()})
        for (case, refs), score in zip(answers, scores["nDCG@10"], strict=True):
            if score < 0.8:
                print(f"  {score:.2f} {case['q']!r} wanted {case['relevant']} got {refs[:6]} of {len(refs)}")
    assert fmean(scores["nDCG@10"]) >= 0.95
    assert fmean(scores["recall@20"]) >= 0.95
    assert fmean(scores["MRR"]) >= 0.96


@pytest.mark.parametrize("text", [case["q"] for case in JUDGED if not case["relevant"]])
def test_what_the_catalogue_does_not_contain_gives_nothing(text):
    assert ranked(text) == []


def test_misspelt_queries_are_offered_the_right_spelling():
    wrong = {
        case["q"]: (corrected(case["q"], current_index()), case["corrected"])
        for case in JUDGED
        if "corrected" in case
        and not ranked(case["q"])
        and set(ranked(corrected(case["q"], current_index()) or "")) != set(ranked(case["corrected"]))
    }
    assert wrong == {}


def test_the_judgements_name_activities_that_exist():
    refs = set(Activity.objects.published().values_list("ref", flat=True))
    assert {ref for case in JUDGED for ref in case["relevant"]} <= refs
    assert len(JUDGED) >= 570
