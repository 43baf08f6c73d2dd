"""Ranks the activities nearest to a text that no activity, or few of them, contain in all its words.

They are near by what they have of its words, the rare ones before the common, titles before summaries, by what
their sentences mean, and by how near the others of their paragraph and themes are. What names a place of the text
comes before others as near: regional ones that cover it, or those that have some of the other words.
"""

from dataclasses import dataclass, field
from itertools import combinations

from pyroaring import BitMap

from activities.language import encoder
from activities.language.detection import LETTER, language_of

from .context import in_context
from .index import FacetIndex
from .meaning.index import current_meaning
from .meaning.matrix import Scores
from .notation import in_plain_signs
from .places import Named, Place, named_places
from .query import Query
from .subjects import subjects
from .weighing import Weighed, place_weighed, weighed

BELOW, ALONE = 10, 25  # activities below those with all the words, and where there are none
WEIGHED = 6  # words, the heaviest ones, by which activities are looked for
CANDIDATES = 300  # activities that are ranked of those having some of the words, and of those near in meaning
FLOOR = 0.2  # of the nearness in meaning alone: below it are texts that mean nothing here
IN_CONTEXT = 0.4  # the same with what paragraph and themes add
PLACE = 1  # weight of a place of the text, that of the meaning is 1: what names it comes before the others


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
class Where:
    """The activities that are ranked: without a place in the text, all are `within`."""

    within: BitMap
    covering: BitMap = field(default_factory=BitMap)
    elsewhere: BitMap = field(default_factory=BitMap)
    place: str = ""  # that which the covering ones cover, as typed

    @property
    def all(self) -> BitMap:
        return self.within | self.covering | self.elsewhere


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
    words = [place_weighed(one, index) for one in named]
    words += [] if language else weighed(query, index, named)
    where = _where(named, words, among)
    if named and not (where.within or found):
        return Nearest((), places, language)
    near = _ranked(vector, words, where, found, index)[: BELOW if found else ALONE]
    return Nearest(tuple(near), places, language)


def _where(named: list[Named], words: list[Weighed], among: BitMap) -> Where:
    """Returns those that name the places, those that cover the only one, and the others that have some of the words."""
    if not named:
        return Where(among)
    slots = [found.slots for found in named]
    within = BitMap.intersection(among, *slots) or among & BitMap.union(*slots)
    covering = named[0].covering & among - within if len(named) == 1 else BitMap()
    speaking = BitMap.union(BitMap(), *(word.reached for word in words if word.weight)) & among
    return Where(within, covering, speaking - within - covering, words[0].label)


def _answering_operators(query, index):
    binding = (group for group in query.groups if any(term.negated or term.quoted for term in group))
    return index.answering(Query(tuple(binding)))


def _ranked(vector, words: list[Weighed], where: Where, found, index) -> list[Near]:
    slots = _having_some(words, where.all) | found
    meaning = _meaning(vector, slots, where.all)
    total = sum(word.weight for word in words) or 1
    scores = {
        slot: sum(word.score(slot) for word in words) / total + meaning.get(slot, 0)
        for slot in slots | BitMap(meaning)
    }
    telling = where.covering | BitMap.union(BitMap(), *(word.reached for word in words))
    shown = where.within | where.covering | _having_most(words, where.elsewhere & slots)
    near = [
        _near(slot, score + PLACE * (slot in where.within), words, where)
        for slot, score in in_context(scores, vector, index).items()
        if slot in shown and (slot in telling or scores[slot] >= FLOOR or score >= IN_CONTEXT)
    ]
    near.sort(key=lambda one: (-one.score, one.slot))
    return [one for rank, one in enumerate(near) if rank < BELOW or one.slot in where.within]


def _having_most(words: list[Weighed], slots) -> BitMap:
    """Returns those of these activities that have half of the words, by their weight."""
    half = sum(word.weight for word in words) / 2
    return BitMap(
        slot for slot in slots if sum(word.weight for word in words if slot in word.reached) >= half
    )


def _near(slot, score, words: list[Weighed], where: Where):
    covers = where.place if slot in where.covering else ""
    return Near(
        slot,
        tuple(word.label for word in words if slot in word.slots),
        tuple(word.label for word in words if slot in word.broader),
        tuple(word.label for word in words if slot not in word.reached and word.label != covers),
        score,
        covers,
    )


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
