"""Suggests countries, regions, programmes, themes, partners and activities for a text being typed."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext

from activities.language.synonyms import broader, synonyms
from activities.language.words import fold, words
from activities.models import Activity
from activities.models.base import LANGUAGES, Named
from activities.models.index import PerVersion

from .around import Around, around
from .index import current_index
from .parameters import MAX_QUERY

LIMIT = 8
MIN_LETTERS = 2
MAX_WORDS = 8
# A year alone begins the ref of every activity of its report.
REF_BEGUN = re.compile(r"[0-9]{4}-[0-9-]{0,9}")
FACETS = ("country", "region", "programme", "theme", "partner")


@dataclass(frozen=True)
class Record:
    """A record with a page, and the number of its activities; `around` is that of a country without any."""

    row: Named
    count: int
    around: Around | None = None

    @property
    def counted(self):
        if self.around:
            return self.around.said
        text = ngettext("%(counter)s activity", "%(counter)s activities", self.count)
        return text % {"counter": self.count}


@dataclass(frozen=True)
class Name:
    """A name of a record: its language, if it has only one, and those in which it is the main name."""

    record: Record
    text: str
    words: tuple[str, ...]
    language: str
    main_in: frozenset[str]

    @property
    def is_shown(self):
        return get_language() in self.main_in

    @property
    def plain(self):
        return " ".join(self.words)

    def has(self, asked):
        return all(any(word.startswith(start) for word in self.words) for start in asked)

    def rank(self, asked):
        """Returns a sort key: shown names first, then those that begin with the text, then exact matches.

        Of one record's names that are equal in this, those in the visitor's language come first.
        """
        begins = self.plain.startswith(" ".join(asked))
        by_name = getattr(self.record.row, f"sort_{get_language()}")
        fit = (not self.is_shown, not begins, self.words != asked)
        foreign = self.language not in ("", get_language())
        return (*fit, -self.record.count, by_name, foreign, not self.main_in, self.text)


class Suggestions:
    """The names of every record that has a page, by the beginnings of their words."""

    def __init__(self):
        self.names = list(_names())
        self.starts = sorted(
            (word, place) for place, name in enumerate(self.names) for word in set(name.words)
        )

    def best(self, text: str) -> list[dict]:
        """Returns at most LIMIT suggestions, the likeliest first; none for a text that is too short."""
        asked = tuple(words(fold(text[:MAX_QUERY])))[:MAX_WORDS]
        activities = _activities(text.strip())
        if activities or len("".join(asked)) < MIN_LETTERS:
            return activities
        found = self._ranked(asked)
        for way in () if found else (*synonyms(asked), *broader(asked)):
            found = self._ranked(tuple(map(fold, way)), found)
        return [_of_record(record, name) for record, name in islice(found.items(), LIMIT)]

    def _ranked(self, asked, before=()) -> dict[Record, Name]:
        """Returns the records found before, then those with a matching name, by their best name."""
        found: dict[Record, Name] = dict(before)
        for name in sorted(self._answering(asked), key=lambda name: name.rank(asked)):
            found.setdefault(name.record, name)
        return found

    def _answering(self, asked) -> Iterator[Name]:
        """Returns the names in which every word of the text begins a word."""
        longest = max(asked, key=len)
        first = bisect_left(self.starts, (longest, 0))
        near = takewhile(lambda start: start[0].startswith(longest), islice(self.starts, first, None))
        return (name for place in {place for _word, place in near} if (name := self.names[place]).has(asked))


def _activities(prefix) -> list[dict]:
    if not REF_BEGUN.fullmatch(prefix):
        return []
    begun = Activity.objects.published().filter(ref__startswith=prefix)
    return [_of_activity(activity) for activity in begun.in_report_order().prefetch_related("texts")[:LIMIT]]


current_suggestions = PerVersion(Suggestions)


def _names() -> Iterator[Name]:
    index, records = current_index(), {}
    for name in index.folded.all:
        if name.facet not in FACETS:
            continue
        if (name.facet, name.key) not in records:
            records[name.facet, name.key] = _record(name.facet, name.key, index)
        record = records[name.facet, name.key]
        yield Name(record, name.text, name.words, *_languages(record.row, name.text))


def _record(facet, key, index):
    count = len(index.values[facet].get(key, ()))
    return Record(
        index.records[facet][key], count, around(key, index) if facet == "country" and not count else None
    )


def _languages(row, text):
    """Returns the language of a name, if it has only one, and those in which it is the main name."""
    main_in = frozenset(code for code in LANGUAGES if getattr(row, f"name_{code}") == text)
    said_in = main_in.union(code for code in LANGUAGES if text in getattr(row, f"aliases_{code}"))
    return next(iter(said_in)) if len(said_in) == 1 else "", main_in


def _of_record(record, name):
    row = record.row
    return {
        "kind": capfirst(row._meta.verbose_name),
        "label": capfirst(row.name),
        "matched": "" if name.is_shown else name.text,
        "language": "" if name.is_shown else name.language,
        "count": record.count,
        "counted": record.counted,
        "url": row.get_absolute_url(),
    }


def _of_activity(activity):
    return {
        "kind": capfirst(activity._meta.verbose_name),
        "label": activity.text.title,
        "matched": activity.ref,
        "language": "",
        "count": None,
        "counted": "",
        "url": activity.get_absolute_url(),
    }
