"""Two to four countries, regions, themes or programmes side by side: counts from the index, and their figures."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from pyroaring import BitMap

from activities.models import Figure
from activities.models.vocabulary import Scope
from activities.search import FACETS, FacetIndex, around
from activities.search.description import CHOICES

from .cards import titles_by_slot

COMPARED = ("country", "region", "theme", "programme")
FEWEST, MOST = 2, 4
FULL = 100  # the width of the longest bar of a table
SHARED = 20  # activities listed of those that all have
OWN = 12  # values listed of those that one alone has
# Facets counted for each of those compared; of one's own facet nothing is counted.
COUNTED = {
    "scope": gettext_lazy("By scope"),
    "kind": gettext_lazy("By kind of activity"),
    "theme": gettext_lazy("By theme"),
}
TOLD_APART = ("theme", "kind", "programme", "partner", "instrument", "country")


@dataclass(frozen=True)
class Compared:
    """A record that is compared, with the slots of its activities."""

    key: str
    label: str
    url: str
    slots: BitMap


@dataclass(frozen=True)
class Cell:
    count: int
    url: str
    width: int = 0


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """Counts with a column for each of those compared; `key` names it in files."""

    key: str
    title: str | Promise
    rows: list[Row]
    note: str | Promise = ""


class Comparison:
    """Counts of records of one facet, each equal to that of the list to which it leads."""

    def __init__(self, facet: str, keys: list[str], index: FacetIndex):
        self.facet, self.index, self.language = facet, index, get_language()
        self.compared = [self._compared(key) for key in keys]

    def _compared(self, key):
        slots = self.index.values[self.facet].get(key, BitMap())
        return Compared(key, self._label(self.facet, key), reverse(self.facet, args=[key]), slots)

    @cached_property
    def tables(self) -> list[Table]:
        counted = [self._counted(facet) for facet in COUNTED if facet != self.facet]
        return [self._extent(), *(table for table in counted if table.rows)]

    def _extent(self):
        """Returns how many activities each has, in the blocks of its own page."""
        match self.facet:
            case "country":
                return Table(
                    "extent", _("Activities"), self._of_countries(), _("No activity is in two rows.")
                )
            case "region":
                return Table("extent", _("Activities"), self._of_regions(), _("No activity is in two rows."))
        counts = [len(each.slots) for each in self.compared]
        urls = [self._listed({self.facet: each.key}) for each in self.compared]
        return Table("extent", _("Activities"), _scaled([("all", _("All activities"), counts, urls)]))

    def _of_countries(self):
        blocks = [around(each.key, self.index) for each in self.compared]
        listed = [self._listed({"country": each.key}) for each in self.compared]
        pages = [each.url for each in self.compared]
        rows = (
            ("named", _("Name the country"), [block.named for block in blocks], listed),
            ("regional", _("Cover it by a region"), [block.regional for block in blocks], [f"{url}#covering" for url in pages]),
            ("worldwide", _("Worldwide"), [block.worldwide for block in blocks], [f"{url}#worldwide" for url in pages]),
        )  # fmt: skip
        return _scaled(rows)

    def _of_regions(self):
        named = [self.index.regions_named.get(each.key, BitMap()) for each in self.compared]
        worldwide = self.index.having("scope", [Scope.GLOBAL])
        rows = (
            ("named", _("Name the region"), [len(slots) for slots in named], "#named"),
            ("inside", _("Name a region or a country inside it"),
             [len(each.slots - slots) for each, slots in zip(self.compared, named, strict=True)], "#inside"),
            ("worldwide", _("Worldwide"), [len(worldwide - each.slots) for each in self.compared], "#worldwide"),
        )  # fmt: skip
        return _scaled(
            (key, label, counts, [f"{each.url}{place}" for each in self.compared])
            for key, label, counts, place in rows
        )

    def _counted(self, facet):
        values = {
            key: [each.slots.intersection_cardinality(slots) for each in self.compared]
            for key, slots in self.index.values[facet].items()
            if self._depth(facet, key) == 0
        }
        ranked = sorted(values.items(), key=lambda item: (-sum(item[1]), item[0]))
        rows = _scaled(
            (key, self._label(facet, key), counts, [self._listed({self.facet: each.key, facet: key}) for each in self.compared])
            for key, counts in ranked
            if any(counts)
        )  # fmt: skip
        return Table(facet, COUNTED[facet], rows)

    @cached_property
    def differences(self) -> list[tuple[Compared, list[tuple[str, list[Cell]]]]]:
        """Returns for each the values that no other has, by facet: [(label of the facet, [(label, Cell)])]."""
        return [(each, self._own(each)) for each in self.compared]

    def _own(self, each):
        others = BitMap.union(BitMap(), *(other.slots for other in self.compared if other is not each))
        found = []
        for facet in TOLD_APART:
            values = {} if facet == self.facet else self.index.values[facet]
            own = [
                (self._label(facet, key), Cell(count, self._listed({self.facet: each.key, facet: key})))
                for key, slots in values.items()
                if (count := each.slots.intersection_cardinality(slots)) and not others.intersect(slots)
            ]
            if own:
                own.sort(key=lambda row: (-row[1].count, row[0]))
                found.append((FACETS[facet], own[:OWN], len(own[OWN:])))
        return found

    @cached_property
    def shared(self) -> BitMap:
        """The slots of the activities that all of them have."""
        return BitMap.intersection(*(each.slots for each in self.compared))

    @cached_property
    def shared_titles(self):
        return list(titles_by_slot(self.index, self.shared[:SHARED]).values())

    @property
    def shared_left(self):
        return max(0, len(self.shared) - SHARED)

    @cached_property
    def figures(self) -> list[tuple[str, list[list[Figure]]]]:
        """Returns [(unit, [figures of each])] of the units that at least one has; in two queries."""
        union = BitMap.union(*(each.slots for each in self.compared))
        figures = list(Figure.objects.published().filter(activity__report_order__among=union).for_table())
        units = {figure.unit.pk: figure.unit for figure in figures}
        rows = [
            (unit.name, [[one for one in figures if one.unit == unit and self._has(each, one)] for each in self.compared])
            for unit in sorted(units.values(), key=lambda unit: unit.name.casefold())
        ]  # fmt: skip
        return [row for row in rows if any(row[1])]

    def _has(self, each, figure):
        """A figure of an activity in several countries is of those that the report counts it for."""
        if figure.activity.report_order not in each.slots:
            return False
        if self.facet == "country":
            return each.key in {country.iso3 for country in figure.countries.all()}
        return True

    def _label(self, facet, key):
        if name := self.index.names.get(facet, {}).get(key):
            return name.text[self.language]
        return str(capfirst(CHOICES[facet][key]))

    def _depth(self, facet, key):
        name = self.index.names.get(facet, {}).get(key)
        return name.depth if name else 0

    def _listed(self, params):
        return f"{reverse('activity_list')}?{urlencode(params)}"


def _scaled(rows):
    """Returns the Rows of [(key, label, counts, urls)], their bars on one scale."""
    rows = list(rows)
    most = max((max(counts) for _key, _label, counts, _urls in rows), default=0) or 1
    return [
        Row(
            key,
            label,
            [Cell(count, url, round(FULL * count / most)) for count, url in zip(counts, urls, strict=True)],
        )
        for key, label, counts, urls in rows
    ]
