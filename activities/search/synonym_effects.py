"""Finds what each synonym adds: the activities that a word finds only by another word of its group."""

from collections.abc import Iterator
from typing import NamedTuple

from pyroaring import BitMap

from activities.language.synonyms import Answering, Pair, entries
from activities.language.words import words

from .index import FacetIndex
from .lexemes import any_phrase, themed, told
from .query import Term


class Effect(NamedTuple):
    """The activities that a query finds by another phrase, and by none of its own words."""

    group: str  # the first member of the group, or of the typed members of a pair
    query: str
    phrase: str
    slots: BitMap


def effects(index: FacetIndex) -> Iterator[Effect]:
    """Yields what each member of a group and each typed member of a pair adds, in the order of the file.

    Broader terms add nothing to what has all the words.
    """
    for entry in entries():
        if isinstance(entry, Pair):
            continue
        members = entry.typed if isinstance(entry, Answering) else entry
        for member in members:
            yield from _effects_of(members[0], member, index)


def _effects_of(group, member, index):
    term = Term(tuple(words(member)))
    own = f"{term.literally} | {any_phrase(term.own, themed)}"
    others = [any_phrase([way], told) for way in term.synonyms]
    found = index.hits.of([own, *others])
    for way, phrase in zip(term.synonyms, others, strict=True):
        if added := found[phrase] - found[own]:
            yield Effect(group, member, " ".join(way), added)
