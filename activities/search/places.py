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


def named_places(text: str, query: Query, index: FacetIndex) -> list[Named]:
    places = current_places()
    found = {}
    language = language_of(text)
    for group in query.groups:
        # Short words of other languages are no codes: « es » is not Spain.
        told = not language or len("".join(group[0].words)) >= TELLING
        if len(group) == 1 and told and (place := places.of(group[0])):
            found[place] = Named(place, group, index.answering(Query((group,))) | _having(index, place))
    if language:
        for code in sorted(countries_named(text, language)):
            place = places.by_iso2.get(code)
            if place and place not in found:
                found[place] = Named(place, None, _having(index, place))
    return list(found.values())


def _having(index, place):
    return index.having(place.facet, [place.key]) if place.facet else BitMap()
