"""Compares the measurements with their targets."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean, quantiles

REAL, TEN_THOUSAND, HUNDRED_THOUSAND, MILLION = 0, 10_000, 100_000, 1_000_000
COMMON, QUESTION = "common term", "question"

Samples = dict[str, list[float]]


def p50(values):
    return percentile(values, 50)


def p95(values):
    return percentile(values, 95)


def percentile(values: list[float], share: int) -> float:
    return quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


class Measurements:
    """`of(size, name)` are the samples of a class of queries: {"page": [seconds, …], …}"""

    def __init__(self):
        self.samples: dict[tuple[int, str], Samples] = {}
        self.single: dict[tuple[int, str], list[float]] = {}

    def add(self, size: int, name: str, measured: dict, prefix: str = ""):
        samples = self.samples.setdefault((size, name), {})
        for key, value in measured.items():
            if not isinstance(value, str):
                samples.setdefault(f"{prefix}{key}", []).append(value)

    def add_single(self, size: int, measured: dict[str, float]):
        for key, value in measured.items():
            self.single.setdefault((size, key), []).append(value)

    def of(self, size, name) -> Samples:
        return self.samples[size, name]

    def classes(self, size):
        return [name for corpus, name in self.samples if corpus == size]

    def sizes(self):
        return {size for size, _name in self.samples}


@dataclass(frozen=True)
class Target:
    """A ratio or an amount for each class (or for everything), and its bound."""

    name: str
    needs: frozenset[int]
    values: Callable[[Measurements], dict[str, float]]
    bound: Callable[[str], float]
    at_least: bool = False

    def missed(self, value: float, part: str) -> bool:
        return value < self.bound(part) if self.at_least else value > self.bound(part)


def _over(upper, lower):
    """{class: ratio} of two figures of a class."""
    return lambda found: {name: upper(found, name) / lower(found, name) for name in found.classes(REAL)}


def _figure(size, key, summary):
    return lambda found, name: summary(found.of(size, name)[key])


def _amount(size, key, summary):
    return lambda found: {"": summary(found.single[size, key])}


def _worst(size, key):
    return lambda found: {name: max(found.of(size, name)[key]) for name in found.classes(size)}


def _all_classes(size, key):
    """Returns a check that divides the time of the plain way by ours, p50 of each class of query added up."""

    def ratio(found):
        ours, plain = (
            sum(p50(found.of(size, name)[part]) for name in found.classes(size))
            for part in (key, f"plain_{key}")
        )
        return {"all classes": plain / ours}

    return ratio


def _requests_per_second(found):
    ours, plain = (
        fmean(value for name in found.classes(REAL) for value in found.of(REAL, name)[key])
        for key in ("page", "plain_page")
    )
    return {"": plain / ours}


TARGETS = (
    *(
        Target(
            f"facet counts, p50: plain way ÷ ours at {size:,}",
            frozenset({REAL, size}),
            _all_classes(size, "facets"),
            lambda name, bound=bound: bound,
            at_least=True,
        )
        for size, bound in ((HUNDRED_THOUSAND, 50), (MILLION, 200))
    ),
    Target(
        "whole page, p50: at 100,000 ÷ at the real corpus",
        frozenset({REAL, HUNDRED_THOUSAND}),
        _over(_figure(HUNDRED_THOUSAND, "page", p50), _figure(REAL, "page", p50)),
        lambda name: 3 if name in (COMMON, QUESTION) else 2,
    ),
    Target(
        "whole page, p50: plain way ÷ ours at 100,000",
        frozenset({REAL, HUNDRED_THOUSAND}),
        _all_classes(HUNDRED_THOUSAND, "page"),
        lambda name: 15,
        at_least=True,
    ),
    Target(
        "data part, p95: at 1,000,000 ÷ at 10,000",
        frozenset({REAL, TEN_THOUSAND, MILLION}),
        _over(_figure(MILLION, "data", p95), _figure(TEN_THOUSAND, "data", p95)),
        lambda name: 10,
    ),
    Target(
        "index in a process at 1,000,000, MB",
        frozenset({MILLION}),
        _amount(MILLION, "index_megabytes", max),
        lambda name: 100,
    ),
    *(
        Target(
            f"top 25 for a common word at {size:,}: share of the ideal score, mean",
            frozenset({size}),
            _amount(size, "share", fmean),
            lambda name: 0.95,
            at_least=True,
        )
        for size in (HUNDRED_THOUSAND, MILLION)
    ),
    Target(
        "one activity edited at 100,000: the index of a process follows, p50, ms",
        frozenset({HUNDRED_THOUSAND}),
        _amount(HUNDRED_THOUSAND, "index_seconds", lambda values: p50(values) * 1000),
        lambda name: 50,
    ),
    Target(
        "SQL queries of a list page at the real corpus",
        frozenset({REAL}),
        _worst(REAL, "queries"),
        lambda name: 10,
    ),
    Target(
        "HTML of a list page at the real corpus, bytes",
        frozenset({REAL}),
        _worst(REAL, "bytes"),
        lambda name: 60_000,
    ),
    Target(
        "requests per second at the real corpus: ours ÷ plain way",
        frozenset({REAL}),
        _requests_per_second,
        lambda name: 5,
        at_least=True,
    ),
)
