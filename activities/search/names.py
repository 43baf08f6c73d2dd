"""Folds the names of the records that have a page, once for all who look names up."""

from collections.abc import Mapping
from typing import NamedTuple

from activities.language.words import fold_word, words

from .lexemes import Words

FACETS = ("country", "region", "programme", "theme", "partner", "instrument")
SET = ("country", "region", "partner")  # whose names of several words are one term of a query

Found = tuple[str, str]  # facet and key


class Name(NamedTuple):
    """A name of a record, in any language, and its folded words."""

    facet: str
    key: str
    text: str
    words: Words


class Names:
    """Every name of every record, in the order of FACETS. Never changes: reference tables make another one."""

    def __init__(self, records: Mapping[str, Mapping]):
        self.all: tuple[Name, ...] = tuple(
            Name(facet, key, text, tuple(map(fold_word, words(text))))
            for facet in FACETS
            for key, record in records[facet].items()
            for text in dict.fromkeys(record.search_names())
            if text
        )
        self.by_words: dict[Words, tuple[Found, ...]] = _by_words(self.all)
        self.longest = max(map(len, self.by_words), default=0)
        self.sets: frozenset[Words] = frozenset(
            name.words for name in self.all if len(name.words) > 1 and name.facet in SET
        )

    def first(self, folded: Words, *facets: str) -> Found | None:
        """Returns the record of the first of these facets that bears a name; of several, the last."""
        found = self.by_words.get(folded, ())
        return next((one for facet in facets for one in reversed(found) if one[0] == facet), None)


def _by_words(names):
    found: dict[Words, dict[Found, None]] = {}
    for name in names:
        if name.words:
            found.setdefault(name.words, {})[name.facet, name.key] = None
    return {folded: tuple(named) for folded, named in found.items()}
