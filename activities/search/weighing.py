"""Weighs the words of a query: how rare each is, and which activities have it or a broader term."""

import math
from dataclasses import dataclass, field

from pyroaring import BitMap

from activities.language.words import fold_word

from .index import FacetIndex
from .places import Group, Named
from .query import Query

IN_TEXT, IN_TITLE, BROADER = 0.4, 0.1, 0.35  # weights of the words; that of the meaning is 1
NAME = 1.5  # times the weight of a common word as rare


@dataclass(frozen=True)
class Weighed:
    """A group of the query: its words as typed, how rare they are, and the activities that have them.

    Those that have a broader term instead are `broader`.
    """

    label: str
    weight: float
    slots: BitMap
    titled: BitMap
    broader: BitMap = field(default_factory=BitMap)

    @property
    def reached(self) -> BitMap:
        return self.slots | self.broader

    def score(self, slot: int) -> float:
        in_text = IN_TEXT if slot in self.slots else BROADER if slot in self.broader else 0
        return self.weight * (in_text + IN_TITLE * (slot in self.titled))


def place_weighed(found: Named, index) -> Weighed:
    """Returns a place, without weight: which activities name it has been decided."""
    if not found.group:
        return Weighed(found.place.name, 0, found.slots, BitMap())
    slots = index.answering(Query((found.group,))) if found.within else found.slots
    return Weighed(_label(found.group), 0, slots, BitMap(), found.slots - slots)


def weighed(query: Query, index: FacetIndex, named: list[Named]) -> list[Weighed]:
    """Returns the groups of the query that name no place and are not negated."""
    places = {found.group for found in named}
    groups = [group for group in query.groups if group not in places and not any(t.negated for t in group)]
    terms = [term for group in groups for term in group]
    asked = [(term.found_by, term.titled_by, term.near_by, term.near_titled_by) for term in terms]
    found = index.hits.of([way for ways in asked for way in ways if way])
    return [_weigh(group, found, index) for group in groups]


def _weigh(group, found, index):
    slots = BitMap.union(*(found[term.found_by] for term in group))
    titled = BitMap.union(*(found[term.titled_by] for term in group)) & slots
    narrow = [term for term in group if term.broader]
    broader = BitMap.union(BitMap(), *(found[term.near_by] for term in narrow)) - slots
    titled |= BitMap.union(BitMap(), *(found[term.near_titled_by] for term in narrow)) & broader
    rarity = math.log((len(index.all) + 1) / (len(slots | broader) + 0.5))
    named = any(_is_name(term, index) for term in group)
    return Weighed(_label(group), rarity * (NAME if named else 1), slots, titled, broader)


def _is_name(term, index):
    """Returns True for a name of several words, and for any acronym."""
    return tuple(map(fold_word, term.words)) in index.folded.sets or all(
        word.isupper() for word in term.words
    )


def _label(group: Group) -> str:
    return " / ".join(" ".join(term.words) for term in group)
