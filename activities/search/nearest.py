"""Ranks the activities nearest to a text that no activity, or few of them, contain in all its words.

They are near by what they have of its words, the rare ones before the common, titles before summaries, by what
their sentences mean, and by how near the others of their paragraph and themes are. A place that the text names comes
before everything else: after the activities that name it come, in a short list, regional ones that cover it.
"""

import math
from dataclasses import dataclass, field, replace
from itertools import combinations

from pyroaring import BitMap

from activities.language import encoder
from activities.language.detection import LETTER, language_of
from activities.language.words import fold_word

from .context import in_context
from .index import FacetIndex
from .meaning.index import current_meaning
from .meaning.matrix import Scores
from .notation import in_plain_signs
from .places import Group, Named, Place, named_places
from .query import Query
from .subjects import subjects

BELOW, ALONE = 10, 25  # activities below those with all the words, and where there are none
WEIGHED = 6  # words, the heaviest ones, by which activities are looked for
CANDIDATES = 300  # activities that are ranked of those having some of the words, and of those near in meaning
FLOOR = 0.2  # of the nearness in meaning alone: below it are texts that mean nothing here
IN_TEXT, IN_TITLE, BROADER = 0.4, 0.1, 0.35  # weights of the words; that of the meaning is 1
NAME = 1.5  # times the weight of a common word as rare


@dataclass(frozen=True)
class Near:
    """An activity near to a text: the words that it has and lacks, as typed; near in meaning where it has none.

    `broadly` are the words of which it has a broader term: sport for football.
    """

    slot: int
    has: tuple[str, ...]
    broadly: tuple[str, ...]
    lacks: tuple[str, ...]
    score: float
    covers: str = ""  # the place of the text that it covers as a region, and does not name

    @property
    def by_meaning(self):
        return not (self.has or self.broadly or self.covers)

    @property
    def missing(self) -> list[str]:
        """All that it does not name, the place that it covers too."""
        return [*([self.covers] if self.covers else []), *self.broadly, *self.lacks]


@dataclass(frozen=True)
class NamedPlace:
    """A place that the text names, with the numbers of activities that name it: among those asked for, and of all."""

    place: Place
    count: int
    total: int


@dataclass(frozen=True)
class Nearest:
    activities: tuple[Near, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    language: str | None = None  # of the text, if neither French nor English

    @property
    def size(self) -> int:
        """The bytes that it takes in a cache, roughly."""
        return 500 + sum(
            300 + 60 * (len(near.has) + len(near.broadly) + len(near.lacks)) for near in self.activities
        )


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


def nearest(text: str, query: Query, index: FacetIndex, found: BitMap, among: BitMap) -> Nearest:
    """Returns the activities of `among` that are nearest to a text, the nearest first.

    `among` are those that the filters let through, `found` those of them that have all the words and are not near.
    Negations, quotation marks and places are kept: where no activity names the only place of the text, none is near.
    """
    among = (among - found) & _answering_operators(query, index)
    named = named_places(text, query, index)
    places = tuple(NamedPlace(one.place, len(one.slots & among), len(one.slots)) for one in named)
    language = language_of(text)
    if not among or not LETTER.search(in_plain_signs(text)):
        return Nearest((), places, language)
    # The words of another language are in no activity, or mean something else there.
    vector = encoder.mean(subjects(text, query, named, language)) if encoder.is_available() else None
    words = [_place_weighed(one, index) for one in named]
    words += [] if language else _weighed(query, index, named)
    near = _ranked(vector, words, _in_places(named, among), found, index)[: BELOW if found else ALONE]
    if len(named) == 1 and (near or found) and len(near) < BELOW:
        place = replace(words[0], slots=named[0].covering & among, broader=BitMap())
        others = _ranked(vector, [place, *words[1:]], place.slots, found, index)[: BELOW - len(near)]
        near += [replace(one, covers=place.label, has=one.has[1:]) for one in others]
    return Nearest(tuple(near), places, language)


def _answering_operators(query, index):
    binding = (group for group in query.groups if any(term.negated or term.quoted for term in group))
    return index.answering(Query(tuple(binding)))


def _in_places(named: list[Named], among: BitMap) -> BitMap:
    """Returns the activities that name all the places, otherwise those that name any."""
    if not named:
        return among
    slots = [found.slots for found in named]
    return BitMap.intersection(among, *slots) or among & BitMap.union(*slots)


def _place_weighed(found: Named, index) -> Weighed:
    """Returns a place, without weight: which activities name it has been decided."""
    if not found.group:
        return Weighed(found.place.name, 0, found.slots, BitMap())
    slots = index.answering(Query((found.group,))) if found.within else found.slots
    return Weighed(_label(found.group), 0, slots, BitMap(), found.slots - slots)


def _weighed(query, index, named: list[Named]) -> list[Weighed]:
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


def _ranked(vector, words: list[Weighed], among, found, index) -> list[Near]:
    if not among:
        return []
    slots = _having_some(words, among) | found
    meaning = _meaning(vector, slots, among)
    total = sum(word.weight for word in words) or 1
    scores = {
        slot: sum(word.score(slot) for word in words) / total + meaning.get(slot, 0)
        for slot in slots | BitMap(meaning)
    }
    near = [
        Near(
            slot,
            tuple(word.label for word in words if slot in word.slots),
            tuple(word.label for word in words if slot in word.broader),
            tuple(word.label for word in words if slot not in word.reached),
            score,
        )
        for slot, score in in_context(scores, vector, index).items()
        if slot in among and (scores[slot] >= FLOOR or any(slot in word.reached for word in words))
    ]
    return sorted(near, key=lambda one: (-one.score, one.slot))


def _meaning(vector, slots, among) -> Scores:
    """Returns the nearness in meaning of these activities and of the CANDIDATES nearest ones."""
    if vector is None:
        return {}
    meaning = current_meaning()
    found = meaning.nearest(vector, among, CANDIDATES)
    return meaning.scores(vector, slots - BitMap(found)) | found


def _having_some(words: list[Weighed], among) -> BitMap:
    """Returns CANDIDATES activities at most, those with the most weight of words first, and in their titles."""
    heaviest = sorted(
        (word for word in words if word.reached and word.weight), key=lambda word: -word.weight
    )[:WEIGHED]
    sets = [subset for size in range(1, len(heaviest) + 1) for subset in combinations(heaviest, size)]
    found = BitMap()
    for subset in sorted(sets, key=lambda subset: -sum(word.weight for word in subset)):
        slots = BitMap.intersection(among, *(word.reached for word in subset)) - found
        titled = slots & BitMap.union(*(word.titled for word in subset))
        for tier in (titled, slots - titled):
            found |= tier[: CANDIDATES - len(found)]
        if len(found) >= CANDIDATES:
            break
    named = [word.reached for word in words if not word.weight]
    return found | ((among & BitMap.union(*named)) - found)[: CANDIDATES - len(found)] if named else found
