"""Compares what is recognized in the text of a report with its curated catalogue: recall and precision."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Q

from activities.models import ActivityCountry, Figure
from activities.models.figures import digits
from activities.models.source_text import Kind
from activities.models.vocabulary import Status

from .names import Gazetteer
from .recognition import recognized


@dataclass(frozen=True)
class Score:
    """`missed` and `wrong` list (paragraph number, description), with the words of the text if any."""

    curated: int
    proposed: int
    found: int
    right: int
    missed: list
    wrong: list

    @property
    def recall(self):
        return self.found / self.curated if self.curated else 1.0

    @property
    def precision(self):
        return self.right / self.proposed if self.proposed else 1.0


def evaluate(paragraphs, report) -> dict[str, Score]:
    """Returns {kind: score} of countries and numbers recognized in a text, against the published catalogue.

    A country of an activity counts as found if it is proposed for one of the paragraphs that the activity
    cites; a proposal is right if an activity that cites the paragraph has the country. Numbers are compared
    with the figures of each paragraph, one to one.
    """
    gazetteer = Gazetteer(report.language)
    found = {p.number: recognized(p.text, gazetteer, report.language) for p in paragraphs}
    return {"countries": _countries(found, report), "numbers": _numbers(found, report)}


def _countries(found, report):
    proposed = {
        (number, one.record.iso3): one.words
        for number, ones in found.items()
        for one in ones
        if one.kind == Kind.COUNTRY
    }
    attached: dict[str, set] = defaultdict(set)
    missed, total = [], 0
    places = ActivityCountry.objects.filter(activity__report=report, activity__status=Status.PUBLISHED)
    pairs = places.values_list("activity__ref", "country__iso3").distinct().order_by("activity__ref")
    cited = _cited(report)
    for ref, iso3 in pairs:
        total += 1
        attached[iso3] |= cited[ref]
        if not any((number, iso3) in proposed for number in cited[ref]):
            missed.append((min(cited[ref]), f"{iso3} ({ref})"))
    wrong = [
        (number, f"{iso3} “{words}”")
        for (number, iso3), words in proposed.items()
        if number not in attached[iso3]
    ]
    return Score(total, len(proposed), total - len(missed), len(proposed) - len(wrong), missed, wrong)


def _cited(report):
    """Returns {ref: numbers of the paragraphs that it cites}."""
    cited: dict[str, set] = defaultdict(set)
    rows = report.activities.filter(status=Status.PUBLISHED).values_list("ref", "paragraphs__number")
    for ref, number in rows:
        cited[ref].add(number)
    return cited


def _numbers(found, report):
    rows = Figure.objects.filter(
        Q(activity=None) | Q(activity__status=Status.PUBLISHED), paragraph__report=report
    )
    curated = Counter(rows.values_list("paragraph__number", "value"))
    words = {(number, one.value): one.words for number, ones in found.items() for one in ones}
    proposed = Counter(
        (number, one.value) for number, ones in found.items() for one in ones if one.kind == Kind.NUMBER
    )
    right = (curated & proposed).total()
    return Score(
        curated.total(), proposed.total(), right, right,
        [(number, digits(value)) for number, value in (curated - proposed).elements()],
        [(number, f"“{words[number, value]}”") for number, value in (proposed - curated).elements()],
    )  # fmt: skip
