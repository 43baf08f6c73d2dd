"""Recognizes records of the reference tables and numbers in a paragraph, to suggest to the analysts."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model

from activities.models.source_text import RECORDS, Kind

from .mentions import Mentions
from .names import record_of
from .quantities import quantities, words_of

# The limits of Figure.value; a longer sequence of digits is no quantity.
PLACES_AFTER_POINT, TOO_LARGE = 4, 10**14
PLACES = {Kind.COUNTRY, Kind.LOCALITY}


@dataclass(frozen=True)
class Found:
    """`record` is a row of a reference table, None for a number; `occurrence` counts equal numbers from 0."""

    kind: str
    words: str
    start: int
    record: Model | None = None
    value: Decimal | None = None
    qualifier: str = ""
    occurrence: int = 0

    @property
    def key(self):
        return (self.kind, self.record.pk if self.record else None, self.value, self.occurrence)


def recognized(text, gazetteer, language) -> list[Found]:
    """Returns each record once, at its first mention, and every number with a value, in text order."""
    found = [*_records(text, gazetteer, language), *_numbers(text, language)]
    return sorted(found, key=lambda one: one.start)


def _records(text, gazetteer, language):
    seen: dict[tuple, Found] = {}
    mentions = Mentions(text, language)
    for hit in gazetteer.hits(text):
        kinds = {record.split(" ", 1)[0] for record in hit.records}
        if kinds & PLACES and not mentions.is_of_a_country(hit):
            continue
        for record in sorted(hit.records):
            for row in _with_country(gazetteer.rows[record]):
                if (kind := row._meta.model_name) in RECORDS:
                    one = Found(kind, hit.words, hit.start, record=row)
                    seen.setdefault(one.key, one)
    return seen.values()


def _with_country(row):
    """Returns the row, and for a locality its country too."""
    return [row, row.country] if record_of(row).startswith(Kind.LOCALITY) else [row]


def _numbers(text, language):
    times: Counter = Counter()
    for quantity in quantities(text, language):
        if quantity.value is None or quantity.value >= TOO_LARGE:
            continue
        value = round(quantity.value, PLACES_AFTER_POINT)
        start, words = words_of(quantity, text, language)
        yield Found(
            Kind.NUMBER, words, start,
            value=value, qualifier=quantity.qualifier, occurrence=times[value],
        )  # fmt: skip
        times[value] += 1
