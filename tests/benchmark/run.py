"""Asks the processes of all corpora in turn, and reports."""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean

from django.core.management.base import OutputWrapper

from tests.benchmark.corpora import Corpus
from tests.benchmark.targets import REAL, TARGETS, Measurements, Target, p50, p95

SEED = 1
EDITS = 20
PLAIN_SECONDS = 20.0  # for the plain way in a class of a corpus: it takes many of them at a million
PLAIN_LEAST = 5  # runs of it, however long they take


def measure(corpora: list[Corpus], runs: int, progress: OutputWrapper) -> Measurements:
    found = Measurements()
    for corpus in corpora:
        corpus.start(SEED)
        found.add_single(corpus.size, corpus.ask("corpus"))
        for share in corpus.ask("ranking")["shares"]:
            found.add_single(corpus.size, {"share": share})
    names = corpora[0].ask("classes")
    for run in range(runs):
        for name in names:
            for corpus in corpora:
                _one_query(corpus, name, found)
        if run % 20 == 19:
            progress.write(f"{run + 1} of {runs} queries a class\n")
    for _turn in range(EDITS):
        for corpus in corpora:
            found.add_single(corpus.size, corpus.ask("edit"))
    return found


def _one_query(corpus, name, found):
    measured = corpus.ask("ours", name=name)
    found.add(corpus.size, name, measured)
    plain = found.of(corpus.size, name).get("plain_page", [])
    if len(plain) < PLAIN_LEAST or sum(plain) < PLAIN_SECONDS:
        found.add(corpus.size, name, corpus.ask("plain", query=measured["query"]), "plain_")


def report(found: Measurements, corpora: list[Corpus], out: OutputWrapper) -> list[str]:
    """Prints every figure and every target; returns those that are missed."""
    for corpus in corpora:
        out.write(f"\n{corpus} ({found.single[corpus.size, 'activities'][0]:,} activities), milliseconds\n")
        out.write(
            f"{'':28}{'first page':>16}{'page':>16}{'data part':>16}{'facets':>16}"
            f"{'plain page':>22}{'times':>8}{'facets':>8}{'floor':>8}{'SQL':>5}\n"
        )
        for name in found.classes(corpus.size):
            out.write(_line(name, found.of(corpus.size, name)))
        out.write(_once(corpus, found))
    return verdicts(TARGETS, found, out)


def verdicts(targets: Iterable[Target], found: Measurements, out: OutputWrapper) -> list[str]:
    """Prints how each target was met; returns those that are missed."""
    missed = []
    out.write("\nTargets\n")
    for target in targets:
        if not target.needs <= found.sizes():
            sizes = " ".join(str(size) for size in sorted(target.needs - found.sizes()))
            out.write(f"  not measured  {target.name} (needs --size {sizes})\n")
            continue
        for part, value in target.values(found).items():
            verdict = "MISSED" if target.missed(value, part) else "met"
            sign, bound = "≥" if target.at_least else "≤", target.bound(part)
            out.write(f"  {verdict:12}  {target.name} {part}: {value:,.3g} ({sign} {bound:g})\n")
            missed += [f"{target.name} {part}"] if verdict == "MISSED" else []
    return missed


def _line(name, samples):
    def pair(key):
        return f"{p50(samples[key]) * 1000:.1f} / {p95(samples[key]) * 1000:.1f}"

    ours = "".join(f"{pair(key):>16}" for key in ("first", "page", "data", "facets"))
    plain = f"{pair('plain_page')} ({len(samples['plain_page'])})"
    times = "".join(f"{p50(samples[f'plain_{key}']) / p50(samples[key]):>8.1f}" for key in ("page", "facets"))
    floor = p50(samples["floor"]) * 1000
    return f"  {name:26}{ours}{plain:>22}{times}{floor:>8.1f}{max(samples['queries']):>5}\n"


def _once(corpus, found):
    row, index = (p50(found.single[corpus.size, key]) * 1000 for key in ("row_seconds", "index_seconds"))
    shares = found.single[corpus.size, "share"]
    return (
        f"  one activity edited: search row written {row:.1f}, index of a process renewed {index:.1f}\n"
        f"  top 25 for a common word, share of the ideal score: worst {min(shares):.3f}, mean {fmean(shares):.3f}\n"
        f"  index in a process: {found.single[corpus.size, 'index_megabytes'][0]:.1f} MB\n"
    )


def write_json(found: Measurements, path: Path):
    samples = {f"{size} {name}": values for (size, name), values in found.samples.items()}
    single = {f"{size} {key}": values for (size, key), values in found.single.items()}
    path.write_text(json.dumps({"classes": samples, "single": single}, indent=1), encoding="utf-8")


def sizes_for(asked: list[int]) -> list[int]:
    """The corpora that the targets of the sizes asked for compare, the real one always."""
    wanted = {REAL, *asked}
    for target in TARGETS:
        if target.needs & set(asked):
            wanted |= {size for size in target.needs if size <= max(asked)}
    return sorted(wanted)
