"""The facets of a list: each value with its count and the URL that selects or drops it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from pyroaring import BitMap

from .description import CHOICES
from .parameters import PAGE, dropped, toggled
from .results import Results
from .search import FACETS, TEXT, UNDATED

SHOWN = 10
NONE = BitMap()
OPEN = {"country", "theme", "programme"}


@dataclass(frozen=True)
class Choice:
    """A value of a facet. `count`: the results that have it, whatever else is selected in the facet."""

    value: str
    label: str
    count: int
    selected: bool
    url: str
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]

    @cached_property
    def selected(self):
        return [choice for choice in self.choices if choice.selected]

    @property
    def is_open(self):
        return self.name in OPEN or bool(self.selected)

    @cached_property
    def first(self):
        """The most frequent values and those selected, in the order of the facet."""
        frequent = sorted(self.choices, key=lambda choice: (not choice.selected, -choice.count))
        kept = {choice.value for choice in frequent[: max(SHOWN, len(self.selected))]}
        return [choice for choice in self.choices if choice.value in kept]

    @cached_property
    def rest(self):
        first = {choice.value for choice in self.first}
        return [choice for choice in self.choices if choice.value not in first]


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
        label = str(FACETS[name])
        selected = self._selected(name)
        if name == "report" and len(self.index.reports) < 2 and not selected:
            return Facet(name, label, [])  # nothing to choose from
        # Its own selection does not count: its values are alternatives.
        slots = self.results.selected(self.results.hits, **{name: ()}) if selected else self.results.slots
        everything = len(slots) == len(self.index.all)
        bitmaps = self.index.values[name]
        choices = []
        for key in {*bitmaps, *selected}:
            having = bitmaps.get(key, NONE)
            count = len(having) if everything else slots.intersection_cardinality(having)
            if count or key in selected:
                choices.append(self._choice(name, key, count))
        return Facet(name, label, sorted(choices, key=lambda choice: self._place(name, choice)))

    def _choice(self, name, key, count):
        selected = key in self._selected(name)
        url = toggled(self.params, name, key) if selected else f"{self.selecting}{name}={key}"
        if (known := self.index.names.get(name, {}).get(key)) is not None:
            return Choice(key, known.text[self.language], count, selected, url, known.depth)
        return Choice(key, CHOICES.get(name, {}).get(key, key), count, selected, url)

    def _selected(self, name):
        return self.search.selection.get(name, ())

    def _place(self, name, choice):
        if name == "theme":
            return self.index.names[name][choice.value].sort["fr"]
        if name == "year":
            return 0 if choice.value == UNDATED else -int(choice.value)
        if name == "report":
            return -int(choice.value)
        place = self.index.names.get(name, {}).get(choice.value)
        return (-choice.count, place.sort[self.language] if place else str(choice.label))
