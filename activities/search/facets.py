"""The facets of a list: each value with its count and the URL that selects or drops it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import override
from pyroaring import BitMap

from .description import CHOICES
from .parameters import PAGE, dropped, toggled
from .results import Results
from .search import FACETS, TEXT, UNDATED

SHOWN = 10
NONE = BitMap()
OPEN = {"country", "theme", "programme"}
ORDERED = {"theme", "year", "report"}  # in an order of their own; the others by count


@dataclass(frozen=True)
class Choice:
    """A value of a facet. `count`: the results that have it, whatever else is selected in the facet."""

    value: str
    label: str
    count: int
    selected: bool
    url: str
    depth: int = 0


class Shown(NamedTuple):
    """The first choices of a facet, the number of the others, and whether they are unfolded."""

    first: list[Choice]
    left_out: int
    is_open: bool


@dataclass(frozen=True)
class Facet:
    """The values of a facet in order, with their counts; a list shows few, so that choices are made when read."""

    name: str
    label: str | Promise
    counted: list[tuple[str, int]]
    chosen: frozenset[str]
    choice: Callable[[str, int], Choice]

    @cached_property
    def choices(self):
        return [self.choice(key, count) for key, count in self.counted]

    @cached_property
    def selected(self):
        return [self.choice(key, count) for key, count in self.counted if key in self.chosen]

    @cached_property
    def _first(self):
        """The keys of the most frequent values and of those selected."""
        frequent = sorted(self.counted, key=lambda pair: (pair[0] not in self.chosen, -pair[1]))
        return {key for key, _count in frequent[: max(SHOWN, len(self.chosen))]}

    @property
    def first(self):
        """The most frequent values and those selected, in the order of the facet."""
        return [self.choice(key, count) for key, count in self.counted if key in self._first]

    @property
    def shown(self) -> Shown:
        """The part of the facet that a list shows before anybody asks for more."""
        is_open = self.name in OPEN or bool(self.chosen)
        return Shown(self.first, len(self.counted) - len(self._first), is_open)

    @property
    def rest(self):
        return [self.choice(key, count) for key, count in self.counted if key not in self._first]


@dataclass(frozen=True)
class ActiveFilter:
    """An active filter: a selected value or the text. `count`: the number of results without it."""

    kind: str | Promise
    label: str
    url: str
    count: int


class FacetCounts:
    """Counts the facet values of the results of a search: OR within a facet, AND between facets.

    `params` are the parameters that the links of the values change.
    """

    def __init__(self, results: Results, params: QueryDict):
        self.results, self.params = results, params
        self.index, self.search = results.index, results.search
        self.language = results.search.language
        others = dropped(params, PAGE)
        # To which an unselected value is appended, once for hundreds of them.
        self.selecting = others if others == "?" else f"{others}&"

    def conditions(self, facets):
        """Returns the active filters, each with the number of results without it."""
        results, found = self.results, []
        if results.query:
            count = len(results.selected(self.index.all))
            found.append(ActiveFilter(TEXT, self.search.text, dropped(self.params, "q", "verbatim"), count))
        for facet in facets:
            for choice in facet.selected:
                others = [key for key in self._selected(facet.name) if key != choice.value]
                count = len(results.selected(results.hits, **{facet.name: others}))
                found.append(ActiveFilter(facet.label, capfirst(choice.label), choice.url, count))
        return found

    def facets(self):
        return [self.facet(name) for name in FACETS]

    def facet(self, name):
        label, selected, choice = FACETS[name], self._selected(name), partial(self._choice, name)
        if name == "report" and len(self.index.reports) < 2 and not selected:
            return Facet(name, label, [], frozenset(), choice)  # nothing to choose from
        # Its own selection does not count: its values are alternatives.
        slots = self.results.selected(self.results.hits, **{name: ()}) if selected else self.results.slots
        everything = len(slots) == len(self.index.all)
        bitmaps = self.index.values[name]
        counted = []
        for key in self._in_order(name, selected):
            having = bitmaps.get(key, NONE)
            count = len(having) if everything else slots.intersection_cardinality(having)
            if count or key in selected:
                counted.append((key, count))
        if name not in ORDERED:
            # A stable sort: values of the same count stay in the order of their labels.
            counted.sort(key=itemgetter(1), reverse=True)
        return Facet(name, label, counted, frozenset(selected), choice)

    def _choice(self, name, key, count):
        selected = key in self._selected(name)
        url = toggled(self.params, name, key) if selected else f"{self.selecting}{name}={key}"
        if (known := self.index.names.get(name, {}).get(key)) is not None:
            return Choice(key, known.text[self.language], count, selected, url, known.depth)
        return Choice(key, CHOICES.get(name, {}).get(key, key), count, selected, url)

    def _selected(self, name):
        return self.search.selection.get(name, ())

    def _in_order(self, name, selected):
        """Returns the keys of a facet in their order; that of all values is sorted once for an index."""
        known, orders = self.index.values[name], self.index.orders
        if any(key not in known for key in selected):
            return self._sorted(name, {*known, *selected})
        if (found := orders.get((name, self.language))) is None:
            found = orders[name, self.language] = tuple(self._sorted(name, known))
        return found

    def _sorted(self, name, keys):
        with override(self.language):
            return sorted(keys, key=lambda key: self._place(name, key))

    def _place(self, name, key):
        if name == "theme":
            return self.index.names[name][key].sort["fr"]
        if name == "year":
            return 0 if key == UNDATED else -int(key)
        if name == "report":
            return -int(key)
        known = self.index.names.get(name, {}).get(key)
        return known.sort[self.language] if known else str(CHOICES.get(name, {}).get(key, key))
