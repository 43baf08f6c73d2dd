"""Made-up activities in any number, always the same for the same number.

They point at the real countries, themes, programmes and so on, a few of these often and most of them
seldom (Zipf's law), and their texts are made of made-up words, as many as a corpus of that size has
(Heaps' law) and as long as those of the real activities. Ten words stand in 30 % of the activities each.
"""

import datetime
import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

from django.db import connection, transaction

from activities.models import Country, Instrument, Partner, Programme, Region, Theme
from activities.models.vocabulary import Kind, Scope
from activities.search.lexemes import EXACT
from activities.search.vectors import vector_text
from tests.benchmark.rows import FIRST_YEAR, PARAGRAPHS, Made, copy_rows, count_words, prepare, settle
from tests.benchmark.words import SEED, titles_and_summaries, zipf

REPORT_SIZE = 50_000  # activities of a report: 500 a paragraph
BATCH = 1000
PROCESSES = 2
NAMES = 3  # of a record: makes the vectors as long as those of the real activities
EXACT_WORD = re.compile(f"'{EXACT}([^']+)'")
ROOM = 100  # positions between the names of one relation and those of the next

# relation, model, how often an activity has none, one, two or three of them
RELATIONS = (
    ("countries", Country, (0.4, 0.4, 0.15, 0.05)),
    ("regions", Region, (0.8, 0.2)),
    ("themes", Theme, (0, 0.5, 0.35, 0.15)),
    ("programmes", Programme, (0.4, 0.5, 0.1)),
    ("partners", Partner, (0.5, 0.4, 0.1)),
    ("instruments", Instrument, (0.8, 0.2)),
)


def fill(size: int):
    """Adds `size` activities to a database that holds the reference tables."""
    reports = max(1, size // REPORT_SIZE)
    prepare(reports)
    for _relation, model, _sizes in RELATIONS:
        records(model)
    titles_and_summaries(size)  # before the processes part: they share it
    connection.close()  # a process that is forked must not find it
    shares = [(number, size // reports, size) for number in range(reports)]
    with ProcessPoolExecutor(PROCESSES) as pool:
        counts = sum(pool.map(fill_report, shares), Counter[str]())
    count_words(counts)
    settle()


def fill_report(share):
    """Writes the activities of one report and returns how many activities contain each word."""
    number, count, size = share
    rng, counts = random.Random(SEED + number), Counter[str]()
    made = activities(rng, number, count, size)
    while batch := list(itertools.islice(made, BATCH)):
        with transaction.atomic():
            copy_rows(batch)
        for row in batch:
            counts.update(set(EXACT_WORD.findall(row.vector)))
    return counts


def activities(rng: random.Random, number: int, count: int, size: int) -> Iterator[Made]:
    """The activities of one report, paragraph by paragraph."""
    year, per_paragraph = FIRST_YEAR + number, -(-count // PARAGRAPHS)
    draws = [(relation, _drawn(rng, model, sizes)) for relation, model, sizes in RELATIONS]
    texts = titles_and_summaries(size)
    kinds, scopes = zipf(rng, Kind.values), zipf(rng, Scope.values)
    for place in range(count):
        paragraph, ordinal = place // per_paragraph + 1, place % per_paragraph + 1
        ref = f"{year}-{paragraph:03}-{ordinal}"
        related = {relation: next(drawn) for relation, drawn in draws}
        own = [record for drawn in related.values() for record in drawn]
        parts = [rng.choice(pool) for pool in texts]
        cited = vector_text([("B", ref), ("B", f"paragraphe {paragraph}")], ROOM * (len(RELATIONS) + 1))
        yield Made(
            pk=(number + 1) * 1_000_000 + place,
            ref=ref,
            paragraph=paragraph,
            kind=next(kinds),
            scope=next(scopes),
            start=datetime.date(rng.randint(year - 3, year), rng.randint(1, 12), 1) if place % 2 else None,
            related={relation: [record.pk for record in drawn] for relation, drawn in related.items()},
            texts=[text for text, _vector in parts],
            names=list(dict.fromkeys(name for record in own for name in record.names)),
            vector=" ".join(
                [*(vector for _text, vector in parts), *(record.vector for record in own), cited]
            ),
        )


@dataclass(frozen=True)
class Record:
    pk: int
    names: tuple[str, ...]
    vector: str


def _drawn(rng, model, sizes):
    """Lists of distinct records, without end."""
    drawn, numbers = zipf(rng, records(model)), range(len(sizes))
    while True:
        for number in rng.choices(numbers, sizes, k=1000):
            yield list(dict.fromkeys(itertools.islice(drawn, number)))


@cache
def records(model) -> list[Record]:
    """Those of a reference table in an order of their own: the first are drawn most often."""
    position = ROOM * next(place for place, relation in enumerate(RELATIONS, 1) if relation[1] is model)
    rows = []
    for row in model.objects.order_by("pk"):
        names = tuple(dict.fromkeys(name for name in row.search_names() if name))[:NAMES]
        rows.append(Record(row.pk, names, vector_text([("B", name) for name in names], position)))
    random.Random(SEED).shuffle(rows)
    return rows
