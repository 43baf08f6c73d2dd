"""Recognizes the countries, regions and localities that a query names."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyroaring import BitMap

from activities.language.detection import language_of
from activities.language.foreign_names import countries_named
from activities.language.words import fold_word, words
from activities.models import Locality
from activities.models.index import PerVersion

from .index import FacetIndex, current_index
from .query import Query, Term, Words

TELLING = 4  # letters
Group = tuple[Term, ...]


@dataclass(frozen=True)
class Place:
    """A named place; `facet` and `key` are those of a country or a region, empty for a locality."""

    name: str
    facet: str = ""
    key: str = ""


class PlaceNames:
    """The places by their folded names, of any language, and the countries by their ISO alpha-2 codes."""

    def __init__(self):
        records = current_index().records
        self.by_name: dict[Words, Place] = {}
        for locality in Locality.objects.all():
            self._add(Place(str(locality)), locality.search_names())
        for facet in ("region", "country"):  # a country that bears the name of a region comes first
            for key, record in records[facet].items():
                self._add(Place(str(record), facet, key), record.search_names())
        self.by_iso2 = {
            record.iso2: Place(str(record), "country", key) for key, record in records["country"].items()
        }

    def _add(self, place, names):
        for name in names:
            if folded := tuple(map(fold_word, words(name))):
                self.by_name[folded] = place

    def of(self, term: Term) -> Place | None:
        """Returns the place that a term or one of its synonyms names."""
        if term.negated or term.begun:
            return None
        ways: Iterable[Words] = (term.words, *term.synonyms)
        return next(filter(None, (self.by_name.get(tuple(map(fold_word, way))) for way in ways)), None)


current_places = PerVersion(PlaceNames)


@dataclass(frozen=True)
class Named:
    """A place that a query names, and the activities that name it or, of a region, lie within it."""

    place: Place
    group: Group | None  # of the query; None where another language names it
    slots: BitMap
    covering: (
        BitMap  # of those that do not, the ones that name a region around it; none if no activity names it
    )


def named_places(text: str, query: Query, index: FacetIndex) -> list[Named]:
    places = current_places()
    found = {}
    language = language_of(text)
    for group in query.groups:
        # Short words of other languages are no codes: « es » is not Spain.
        told = not language or len("".join(group[0].words)) >= TELLING
        if len(group) == 1 and told and (place := places.of(group[0])):
            found[place] = _named(place, group, index)
    if language:
        for code in sorted(countries_named(text, language)):
            place = places.by_iso2.get(code)
            if place and place not in found:
                found[place] = _named(place, None, index)
    return list(found.values())


def _named(place, group, index):
    slots = _having(index, place)
    if group:
        slots = slots | index.answering(Query((group,)))
    return Named(place, group, slots, _covering(index, place) - slots if slots else BitMap())


def _covering(index, place):
    """Returns the activities that name a region of which every country of the place is one."""
    inside = {place.key} if place.facet == "country" else set()
    if place.facet == "region" and place.key in index.extents:
        inside = set(index.extents[place.key].countries)
    around = (key for key, extent in index.extents.items() if inside and inside <= extent.countries)
    return BitMap.union(BitMap(), *(index.regions_named[key] for key in around if key in index.regions_named))


def _having(index, place):
    return index.having(place.facet, [place.key]) if place.facet else BitMap()
