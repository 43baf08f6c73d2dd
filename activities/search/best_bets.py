"""Finds the records that a text names: the pages to lead to before any result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.text import capfirst

from activities.language.words import fold_word, is_common, words
from activities.models import Activity, Paragraph
from activities.models.base import NaturalKey
from activities.models.vocabulary import REF as REF_PATTERN

from .index import FacetIndex
from .names import Found, Names
from .notation import TOKEN, in_plain_signs

MOST = 3
READ = 60  # words of a text
TELLING = 4  # letters: a shorter name is a code, which may also be a word
REF = re.compile(rf"(?<![\w-])(?:{REF_PATTERN})(?![\w-])")
PARAGRAPH = re.compile(r'"paragraphe (\d{1,3})"')  # as `in_plain_signs` writes it


@dataclass(frozen=True)
class Bet:
    """A record that a text names. `facet` and `count` are None for a paragraph or an activity."""

    record: NaturalKey
    facet: str | None = None
    key: str = ""
    count: int | None = None

    @property
    def kind(self) -> str:
        return capfirst(str(self.record._meta.verbose_name))


def best_bets(text: str, index: FacetIndex) -> list[Bet]:
    """Returns the records that a text names, MOST at most: those that it cites, then by the length of the name."""
    plain = in_plain_signs(text, index.folded.sets)
    cited = list(islice(_cited(plain), MOST))
    asked = [
        word
        for token in TOKEN.finditer(plain)
        if not token["minus"]
        for word in words(token["phrase"] or token["chunk"] or "")
    ][:READ]
    named = sorted(_named(asked, index.folded), key=lambda found: -len(found[0]))
    bets = [
        Bet(index.records[facet][key], facet, key, len(index.values[facet].get(key, ())))
        for name, records in named
        for facet, key in records
        if key in index.records[facet]
    ]
    distinct = {(bet.facet, bet.key): bet for bet in bets}
    return (cited + list(distinct.values()))[:MOST]


def _cited(text) -> Iterator[Bet]:
    """Yields the activities and paragraphs that a text cites; a query only where it does."""
    if refs := REF.findall(text):
        found = Activity.objects.published().filter(ref__in=refs).in_report_order()
        yield from map(Bet, found.prefetch_related("texts"))
    if numbers := PARAGRAPH.findall(text):
        found = Paragraph.objects.published().filter(number__in=map(int, numbers))
        yield from map(Bet, found.select_related("report").order_by("-report__ref", "number"))


def _named(asked: list[str], names: Names) -> Iterator[tuple[list[str], tuple[Found, ...]]]:
    """Yields (words, records) of each name in a text, the longest at each place."""
    place = 0
    folded = [fold_word(word) for word in asked]
    while place < len(asked):
        for size in range(min(names.longest, len(asked) - place), 0, -1):
            found = names.by_words.get(tuple(folded[place : place + size]))
            if found and _is_telling(asked[place : place + size], asked):
                yield asked[place : place + size], found
                break
        place += size


def _is_telling(name, asked):
    """Returns False for a code within a longer text, unless it stands there in capitals."""
    if len("".join(name)) >= TELLING or name == asked:
        return True
    return all(word.isupper() and not is_common(word) for word in name)
