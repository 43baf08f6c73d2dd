"""Compares what was measured through HTTP with its targets, and prints both."""

from statistics import fmean

from django.core.management.base import OutputWrapper

from tests.benchmark.corpora import Corpus
from tests.benchmark.http.servers import BARE, CACHED, OURS, PLAIN
from tests.benchmark.targets import HUNDRED_THOUSAND, REAL, TEN_THOUSAND, Measurements, Target

AGAINST_PLAIN = {"list": 30, "country": 20, "text": 15, "country + theme": 16, "detail": 2}
AGAINST_BARE = {"list": 0.25, "country": 0.25, "text": 0.15, "country + theme": 0.15}
WAYS = (OURS, CACHED, PLAIN, BARE)
OF_TEXTS = ("text", "first text")


def _ratios(way, names):
    def ratios(found):
        samples = {name: found.of(TEN_THOUSAND, name) for name in names}
        return {name: fmean(of[f"{OURS}_rate"]) / fmean(of[f"{way}_rate"]) for name, of in samples.items()}

    return ratios


def _repeated(found):
    rates = (
        fmean(found.of(TEN_THOUSAND, name)[f"{CACHED}_rate"]) for name in ("repeated", "unchanged (304)")
    )
    repeated, confirmed = rates
    return {"": repeated / confirmed}


def _flat(found):
    return {
        name: min(found.of(HUNDRED_THOUSAND, name)[key]) / min(found.of(REAL, name)[key])
        for name in found.classes(REAL)
        for key in (f"{OURS}_p50", f"{CACHED}_p50")
        if key in found.of(REAL, name)
    }


def _steady(found):
    return {
        "": found.single[TEN_THOUSAND, "megabytes_10000"][0] / found.single[TEN_THOUSAND, "megabytes_5000"][0]
    }


def _single(size, key):
    return lambda found: {"": found.single[size, key][0]}


TARGETS = (
    Target(
        "requests/s against the plain way at 10,000:",
        frozenset({TEN_THOUSAND}),
        _ratios(PLAIN, AGAINST_PLAIN),
        AGAINST_PLAIN.__getitem__,
        at_least=True,
    ),
    Target(
        "requests/s against the bare page at 10,000:",
        frozenset({TEN_THOUSAND}),
        _ratios(BARE, AGAINST_BARE),
        AGAINST_BARE.__getitem__,
        at_least=True,
    ),
    Target(
        "requests/s of a repeated page against its 304 at 10,000",
        frozenset({TEN_THOUSAND}),
        _repeated,
        lambda name: 0.6,
        at_least=True,
    ),
    Target(
        "p50 with one connection: at 100,000 ÷ at the real corpus:",
        frozenset({REAL, HUNDRED_THOUSAND}),
        _flat,
        lambda name: 3 if name in OF_TEXTS else 1.5,
    ),
    Target(
        "memory of a process after 10,000 different addresses, MB",
        frozenset({TEN_THOUSAND}),
        _single(TEN_THOUSAND, "megabytes_10000"),
        lambda name: 200,
    ),
    Target("the same against that after 5,000", frozenset({TEN_THOUSAND}), _steady, lambda name: 1.1),
    Target(
        "256 connections at the real corpus: p99 against (256 ÷ requests/s)",
        frozenset({REAL}),
        _single(REAL, "crowd"),
        lambda name: 2,
    ),
    Target("the same: errors", frozenset({REAL}), _single(REAL, "crowd_errors"), lambda name: 0),
)


def table(found: Measurements, corpora: list[Corpus], out: OutputWrapper) -> None:
    for corpus in corpora:
        out.write(f"\n{corpus}: requests/s with 16 connections (p50 with one, ms)\n")
        out.write(f"  {'':18}" + "".join(f"{way:>18}" for way in WAYS) + "\n")
        for name in found.classes(corpus.size):
            out.write(
                f"  {name:18}" + "".join(_cell(found.of(corpus.size, name), way) for way in WAYS) + "\n"
            )


def _cell(samples, way):
    if f"{way}_rate" not in samples:
        return f"{'–':>18}"
    rate, milliseconds = fmean(samples[f"{way}_rate"]), min(samples[f"{way}_p50"]) * 1000
    return f"{f'{rate:,.0f} ({milliseconds:.1f})':>18}"
