"""Times the search by meaning on made-up sentences, in a build of as many activities as are asked for.

The sentences of an activity lie around one of many subjects, as near to each other as real ones are; a query
lies as near to one of them as a real question does to its answer.
"""

import ctypes
import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import numpy as np
from django.core.management.base import OutputWrapper
from pyroaring import BitMap
from threadpoolctl import threadpool_limits

from activities.language.encoder import DIMENSIONS, Vectors
from activities.models.index import State
from activities.search.meaning.building import build
from activities.search.meaning.cells import Cells
from activities.search.meaning.codes import coded, decoded, similarities
from activities.search.meaning.matrix import Matrix, best

SENTENCES = 6  # of an activity, as of the real ones
OF_A_SUBJECT = 50  # activities
# Lengths of what a sentence shares with its subject and its activity, and of what it and a query have alone:
# cosines of 0.54 within a subject, 0.72 within an activity, 0.6 between a query and what it asks for.
SUBJECT, ACTIVITY, SENTENCE, QUERY = 0.7, 0.4, 0.5, 1.3
AT_ONCE = 5000
QUERIES, FIRST = 200, 10
BOUNDS = {100_000: 15.0, 1_000_000: 30.0}  # milliseconds, p50
MEGABYTES = 100  # that a process grows by


def run(sizes: list[int], out: OutputWrapper) -> list[str]:
    """Prints what was measured at each size; returns the targets that are missed."""
    missed = []
    for size in sizes:
        with TemporaryDirectory(prefix="sentences-") as folder:
            missed += _measure(size, Path(folder), out)
    return missed


def _measure(size, root, out):
    start = time.perf_counter()
    threadpool_limits(limits=1, user_api="blas")  # as the encoder has it
    folder = build(root, State(1, UUID(int=0)), lambda: batches(size), size * SENTENCES)
    built, queries = time.perf_counter() - start, list(_queries(size))
    before = megabytes()
    cells = Cells.opened(folder)
    everything = BitMap(range(1, size + 1))
    chance = random.Random(1)
    some = {share: BitMap(chance.sample(range(1, size + 1), int(size * share))) for share in (0.001, 0.1)}
    milliseconds = {
        "all": _p50(queries, lambda vector: cells.nearest(vector, everything, FIRST)),
        **{
            f"{share:.1%} of all": _p50(
                queries, lambda vector, among=among: cells.nearest(vector, among, FIRST)
            )
            for share, among in some.items()
        },
        "300 activities scored": _p50(queries, lambda vector: cells.scores(vector, everything[:300])),
    }
    memory = megabytes() - before
    found = _recall(cells, queries[:20], everything)
    _write(out, size, folder, built, milliseconds, found, memory)
    bounds = {"p50, ms": (milliseconds["all"][0], BOUNDS.get(size, 30.0)), "memory, MB": (memory, MEGABYTES)}
    return [
        f"{name} at {size:,}: {value:.0f} > {bound:g}"
        for name, (value, bound) in bounds.items()
        if value > bound
    ]


def _write(out, size, folder, built, milliseconds, found, memory):
    size_on_disk = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
    times = ", ".join(
        f"{name} {passed:.1f} ({worked:.1f})" for name, (passed, worked) in milliseconds.items()
    )
    out.write(
        f"{size:,} activities, {size * SENTENCES:,} sentences: built in {built:.0f} s, {size_on_disk:,.0f} MB"
    )
    out.write(
        f"  nearest {FIRST}, p50, ms (of a processor): {times}; share found of the nearest {found:.3f}; memory {memory:.0f} MB"
    )


def batches(size: int) -> Iterator[Matrix]:
    subjects = _directions(np.random.default_rng(0), size // OF_A_SUBJECT)
    for start in range(1, size + 1, AT_ONCE):
        number = min(AT_ONCE, size + 1 - start)
        rng = np.random.default_rng(start)
        own = subjects[rng.integers(0, len(subjects), number)] * SUBJECT + _directions(rng, number) * ACTIVITY
        vectors = _unit(np.repeat(own, SENTENCES, axis=0) + _directions(rng, number * SENTENCES) * SENTENCE)
        yield Matrix(np.repeat(np.arange(start, start + number, dtype=np.uint32), SENTENCES), coded(vectors))


def _queries(size) -> Iterator[Vectors]:
    rng, found = np.random.default_rng(2), next(batches(size))
    for row in rng.integers(0, len(found), QUERIES):
        yield _unit(decoded(found.codes[row]) + _directions(rng, 1)[0] * QUERY)


def _directions(rng, number) -> Vectors:
    return _unit(rng.standard_normal((number, DIMENSIONS), dtype=np.float32))


def _unit(vectors) -> Vectors:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def _p50(queries, search: Callable[[Vectors], object]) -> tuple[float, float]:
    """Returns the milliseconds that passed, and those that a processor worked: a busy machine makes them differ."""
    times = []
    for vector in queries:
        start = time.perf_counter(), time.thread_time()
        search(vector)
        times.append((time.perf_counter() - start[0], time.thread_time() - start[1]))
    passed, worked = np.median(times, axis=0) * 1000
    return float(passed), float(worked)


def _recall(cells, queries, everything):
    """Returns how many of the nearest activities are found."""
    shares = []
    for vector in queries:
        exact = best(cells.owners, similarities(cells.codes, vector), everything, FIRST)
        shares.append(len(exact.keys() & cells.nearest(vector, everything, FIRST).keys()) / FIRST)
    return float(np.mean(shares))


def megabytes() -> float:
    """Returns the memory of this process, with what it has mapped of files."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
