"""Recognizes the countries, regions and localities that a query names."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyroaring import BitMap

from activities.language.detection import language_of
from activities.language.foreign_names import countries_named
from activities.language.words import fold_word, words
from activities.models import Locality
from activities.models.index import PerVersion

from .index import FacetIndex
from .query import Query, Term, Words

TELLING = 4  # letters
Group = tuple[Term, ...]


@dataclass(frozen=True)
class Place:
    """A named place; `facet` and `key` are those of a country or a region, empty for a locality."""

    name: str
    facet: str = ""
    key: str = ""


class Localities:
    """The localities by their folded names, of either language."""

    def __init__(self):
        self.by_name: dict[Words, Place] = {
            tuple(map(fold_word, words(name))): Place(str(locality))
            for locality in Locality.objects.all()
            for name in locality.search_names()
            if words(name)
        }


current_localities = PerVersion(Localities)


def _place_of(term: Term, index: FacetIndex) -> tuple[Place, bool] | None:
    """Returns the place that a term or one of its synonyms names, and False; or that of a city, and True.

    A country comes before all that share its name.
    """
    if term.negated or term.begun:
        return None
    if place := _first_place((term.words, *term.equal), index):
        return place, False
    # A short broader term is an acronym and no code: MDA is maritime domain awareness, not Moldova.
    names = [way for way in term.broader if len("".join(way)) >= TELLING]
    place = _first_place(names, index)
    return (place, True) if place else None


def _first_place(ways: Iterable[Words], index: FacetIndex) -> Place | None:
    localities = current_localities().by_name
    for way in ways:
        folded = tuple(map(fold_word, way))
        if found := index.folded.first(folded, "country", "region"):
            return _recorded(*found, index)
        if folded in localities:
            return localities[folded]
    return None


def _recorded(facet, key, index):
    return Place(str(index.records[facet][key]), facet, key)


@dataclass(frozen=True)
class Named:
    """A place that a query names, and the activities that name it or, of a region, lie within it."""

    place: Place
    group: Group | None  # of the query; None where another language names it
    slots: BitMap
    covering: (
        BitMap  # of those that do not, the ones that name a region around it; none if no activity names it
    )
    within: bool = False  # True if the query names a city of the place


def named_places(text: str, query: Query, index: FacetIndex) -> list[Named]:
    found = {}
    language = language_of(text)
    for group in query.groups:
        # Short words of other languages are no codes: « es » is not Spain.
        told = not language or len("".join(group[0].words)) >= TELLING
        if len(group) == 1 and told and (named := _place_of(group[0], index)):
            found[named[0]] = _named(*named, group, index)
    if language:
        for code in sorted(countries_named(text, language)):
            iso3 = index.country_code(code)
            place = _recorded("country", iso3, index) if iso3 else None
            if place and place not in found:
                found[place] = _named(place, False, None, index)
    return list(found.values())


def _named(place, within, group, index):
    slots = _having(index, place)
    if group:
        slots = slots | index.answering(Query((group,)))
    covering = _covering(index, place) - slots if slots else BitMap()
    return Named(place, group, slots, covering, within)


def _covering(index, place):
    """Returns the activities that name a region of which every country of the place is one."""
    inside = {place.key} if place.facet == "country" else set()
    if place.facet == "region" and place.key in index.extents:
        inside = set(index.extents[place.key].countries)
    around = (key for key, extent in index.extents.items() if inside and inside <= extent.countries)
    return BitMap.union(BitMap(), *(index.regions_named[key] for key in around if key in index.regions_named))


def _having(index, place):
    return index.having(place.facet, [place.key]) if place.facet else BitMap()
