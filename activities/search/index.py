"""Indexes activities by facet value, as compressed bitmaps in the memory of each process.

A count over any selection is then one intersection. Row-wise counting in SQL costs hundreds of
times as much from a hundred thousand activities on. The catalogue's version, read with every
request, shows a process on any machine when to read what has changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from sys import getsizeof
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from pyroaring import BitMap

from activities.models import (
    Activity,
    CatalogueVersion,
    Country,
    Instrument,
    Partner,
    Programme,
    Region,
    Report,
    SearchRow,
    Theme,
)
from activities.models.index import NEVER, Renewed

from .hits import TextHits
from .lru_cache import SizedCache
from .names import Names
from .parsing import parse
from .query import Query
from .regions import Bitmaps, Extent, read_extents, rolled_up
from .results import Results
from .search import UNDATED, Search
from .snapshot import snapshot

if TYPE_CHECKING:
    from .nearest import Nearest

# The lookup path from an activity to the keys of each facet.
PATHS = {
    "country": "countries__iso3",
    "region": "regions__slug",
    "theme": "themes__slug",
    "programme": "programmes__slug",
    "partner": "partners__slug",
    "instrument": "instruments__slug",
    "kind": "kind",
    "scope": "scope",
    "year": "start__year",
    "report": "report__ref",
}
RECORDS = {
    "country": Country,
    "region": Region,
    "theme": Theme,
    "programme": Programme,
    "partner": Partner,
    "instrument": Instrument,
}

CARDS_BYTES = 24 * 2**20  # some 6,000 cards
LAYERS_BYTES = 4 * 2**20  # some 500 of the longest


@dataclass(frozen=True)
class Name:
    """The label of a facet value and its sort key, by language."""

    text: dict[str, str]
    sort: dict[str, str | int]
    parent: str | None = None
    depth: int = 0


class FacetIndex:
    """The published activities by facet value: `values[facet][key]` is a bitmap of slots.

    A slot is the `report_order` of an activity, so that a page of a list is a slice of a bitmap.
    An index never changes: a newer one shares what is unchanged, and readers may go on using the old one.
    """

    @snapshot()  # an edit between two queries would leave an activity with one facet old and another new
    def __init__(self, since: int = NEVER, previous: "FacetIndex | None" = None):
        changed, reference = _changed(since)
        # A refresh of every activity may follow a change of any table that they depend on.
        reusable = previous if previous and not reference and previous.all - changed else None
        self.records: dict[str, dict] = reusable.records if reusable else _records()
        self.names: dict[str, dict[str, Name]] = reusable.names if reusable else _names(self.records)
        self.folded: Names = reusable.folded if reusable else Names(self.records)
        self.codes: dict[str, str] = reusable.codes if reusable else _codes(self.records["country"])
        self.extents: dict[str, Extent] = reusable.extents if reusable else read_extents()
        self.reports: frozenset[str] = frozenset(Report.objects.published().values_list("ref", flat=True))
        renewed = Activity.objects.published().filter(search_row__version__gt=since)
        now = {facet: _bitmaps(renewed, path) for facet, path in PATHS.items()}
        # By the activities themselves; below, an activity belongs to every theme above its own too.
        self.themes_named: Bitmaps = _merged(previous.themes_named if previous else {}, changed, now["theme"])
        now = {facet: self._with_ancestors(facet, bitmaps) for facet, bitmaps in now.items()}
        published = BitMap(renewed.values_list("report_order", flat=True))
        now["year"][UNDATED] = published - BitMap.union(BitMap(), *now["year"].values())
        before = {**previous.values, "region": previous.regions_named} if previous else {}
        self.values: dict[str, Bitmaps] = {
            facet: _merged(before.get(facet, {}), changed, bitmaps) for facet, bitmaps in now.items()
        }
        self.regions_named: Bitmaps = self.values["region"]  # by the activities themselves
        self.values["region"] = self._rolled_up(reusable, changed, now)
        self.all: BitMap = ((previous.all - changed) if previous else BitMap()) | published
        # Activities as rendered in a list, by slot, language and query.
        self.cards: SizedCache[tuple, SafeString] = SizedCache(CARDS_BYTES, getsizeof)
        # The activities nearest to a search, by text, selection and language.
        self.layers: SizedCache[tuple, Nearest] = SizedCache(LAYERS_BYTES, attrgetter("size"))
        self.hits: TextHits = TextHits(changed, previous.hits if previous else None)

    def _with_ancestors(self, facet, bitmaps: Bitmaps):
        """Returns the bitmaps with the slots of each value in every value above it."""
        bitmaps = dict(bitmaps)
        for key in list(bitmaps):
            parent = self.parent(facet, key)
            while parent:
                bitmaps[parent] = bitmaps.get(parent, BitMap()) | bitmaps[key]
                parent = self.parent(facet, parent)
        return bitmaps

    def _rolled_up(self, reusable, changed, now) -> Bitmaps:
        """Returns the regions with what lies inside them, from the changes alone where no list changed."""
        if reusable is None:
            return rolled_up(self.extents, self.regions_named, self.values["country"])
        rolled = rolled_up(self.extents, now["region"], now["country"])
        return _merged(reusable.values["region"], changed, rolled)

    def find(self, search: Search) -> Results:
        return Results(self, search)

    def parent(self, facet: str, key: str) -> str | None:
        name = self.names.get(facet, {}).get(key)
        return name.parent if name else None

    def carried_by(self, slot: int, facet: str) -> list:
        """Returns the records of a facet that an activity points at, by name."""
        records = self.records[facet]
        bitmaps = self.regions_named if facet == "region" else self.values[facet]
        carried = (records[key] for key, slots in bitmaps.items() if slot in slots)
        return sorted(carried, key=attrgetter(f"sort_{get_language()}"))

    def country_code(self, code: str) -> str | None:
        """Returns the ISO alpha-3 code of a country from its alpha-3 or alpha-2 code, in any case."""
        return self.codes.get(code.upper()) if code.isascii() else None

    def having(self, facet: str, keys: Iterable[str]) -> BitMap:
        """Returns the slots of the activities that have at least one of the values."""
        bitmaps = self.values[facet]
        return BitMap.union(BitMap(), *(bitmaps[key] for key in keys if key in bitmaps))

    def parsed(self, text: str) -> Query:
        """Returns a visitor's text as a Query; the name of a place or a partner is one term."""
        return parse(text, self.folded.sets)

    def answering(self, query: Query) -> BitMap:
        """Returns the slots of the activities that match a query."""
        asked = query.asked
        found = self.hits.of([way for group in asked for _term, way in group])
        either = [
            BitMap.union(*(self.all - found[way] if term.negated else found[way] for term, way in group))
            for group in asked
        ]
        return BitMap.intersection(self.all, *either)


current_index = Renewed(FacetIndex)


def _changed(since) -> tuple[BitMap, bool]:
    """Returns the slots changed after a version, and True if a reference table did; in one query.

    Called before the tables are read: a change in between is read now and again with the next version.
    """
    activities = SearchRow.objects.filter(version__gt=since).values("slot")
    found = CatalogueVersion.objects.filter(pk=1).values_list(ArraySubquery(activities), "reference").first()
    slots, reference = found or ((), NEVER)
    return BitMap(slots), reference > since


def _merged(before: Bitmaps, changed: BitMap, now: Bitmaps):
    kept = {key: slots - changed if slots.intersect(changed) else slots for key, slots in before.items()}
    both = {key: kept.get(key, BitMap()) | slots for key, slots in now.items()}
    return {key: slots for key, slots in (kept | both).items() if slots}


def _bitmaps(activities, path):
    slots_by_key = activities.values_list(path).annotate(slots=ArrayAgg("report_order"))
    return {str(key): BitMap(slots) for key, slots in slots_by_key if key not in (None, "")}


def _records():
    return {facet: {row.natural_key()[0]: row for row in _rows(model)} for facet, model in RECORDS.items()}


def _names(records):
    return {facet: {key: _name(row) for key, row in rows.items()} for facet, rows in records.items()}


def _codes(countries):
    return {code: iso3 for iso3, row in countries.items() for code in (iso3, row.iso2)}


def _rows(model):
    return model.objects.select_related("parent__parent") if model is Theme else model.objects.all()


def _name(row):
    tree = isinstance(row, Theme)
    return Name(
        text={"fr": row.name_fr, "en": row.name_en},
        sort={"fr": row.position if tree else row.sort_fr, "en": row.position if tree else row.sort_en},
        parent=row.parent.slug if tree and row.parent else None,
        depth=len(row.ancestors()) if tree else 0,
    )
