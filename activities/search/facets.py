"""The facets of a list: each value with its count and the URL that selects or drops it."""

from dataclasses import dataclass
from itertools import chain

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from pyroaring import BitMap

from activities.models.vocabulary import Kind, Scope

from .parameters import without
from .query import with_fewer_words
from .spelling import corrected

# In the order of the page. The labels of a field facet are those of its choices.
FACETS = ("country", "theme", "programme", "kind", "scope", "region", "partner", "instrument", "year")
CHOICES = {"kind": dict(Kind.choices), "scope": dict(Scope.choices)}
SHOWN = 10
OFFERS = 6  # alternatives at most, where a text finds nothing
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

    kind: str
    label: str
    url: str
    count: int


class FacetCounts:
    """Counts the facet values of the results of a query: OR within a facet, AND between facets."""

    def __init__(self, results):
        self.results = results
        self.index = results.index
        self.filterset = results.filterset
        self.selection = results.selection
        self.language = get_language()  # read once: there are hundreds of values

    def without(self, facet):
        """Returns the slots that match everything but this facet's own selection."""
        if not self.selection[facet]:
            return self.results.slots
        return self.results.answering(self.results.hits, {**self.selection, facet: []})

    def conditions(self, facets):
        """Returns the active filters, each with the number of results without it."""
        found = []
        if self.filterset.query:
            count = len(self.results.answering(self.index.all, self.selection))
            text = self.filterset.form.cleaned_data["q"]
            label = self.filterset.filters["q"].label
            found.append(ActiveFilter(label, text, dropped(self.filterset.data, "q"), count))
        for facet in facets:
            for choice in facet.selected:
                others = [key for key in self.selection[facet.name] if key != choice.value]
                count = len(self.results.answering(self.results.hits, {**self.selection, facet.name: others}))
                found.append(ActiveFilter(facet.label, capfirst(choice.label), choice.url, count))
        return found

    def nearest(self):
        """Returns alternatives to a text that finds nothing, OFFERS at most.

        They are its corrected spelling or else as many of its words as are found together.
        """
        text = self.filterset.form.cleaned_data["q"]
        mended = corrected(text, self.index)
        attempts = chain([[mended]] if mended else [], with_fewer_words(text))
        return next(filter(None, map(self._found, attempts)), [])[:OFFERS]

    def _found(self, texts):
        attempts = map(self._attempt, texts)
        return [attempt for attempt in attempts if attempt.count]

    def _attempt(self, text):
        query = self.index.parsed(text)
        hits = self.index.answering(query) if query else BitMap()
        count = len(self.results.answering(hits, self.selection))
        return ActiveFilter("", text, replaced(self.filterset.data, "q", text), count)

    def count(self, facet, key):
        slots, remaining = self.index.values[facet].get(key, NONE), self._remaining[facet]
        if len(remaining) == len(self.index.all):
            return len(slots)
        return remaining.intersection_cardinality(slots)

    @cached_property
    def _remaining(self):
        return {name: self.without(name) for name in FACETS}

    def facets(self):
        return [self._facet(name) for name in FACETS]

    def _facet(self, name):
        keys = {*self.index.values[name], *self.selection[name]}
        counted = [
            (key, count) for key in keys if (count := self.count(name, key)) or key in self.selection[name]
        ]
        link = _selecting(self.filterset.data, name)
        choices = [self._choice(name, key, count, link) for key, count in counted]
        label = self.filterset.filters[name].label
        return Facet(name, label, sorted(choices, key=lambda choice: self._place(name, choice)))

    def _choice(self, name, key, count, link):
        selected = key in self.selection[name]
        url = toggled(self.filterset.data, name, key) if selected else f"{link}{key}"
        if (known := self.index.names.get(name, {}).get(key)) is not None:
            return Choice(key, known.text[self.language], count, selected, url, known.depth)
        return Choice(key, CHOICES.get(name, {}).get(key, key), count, selected, url)

    def _place(self, name, choice):
        if name == "theme":
            return self.index.names[name][choice.value].sort["fr"]
        if name == "year":
            return -int(choice.value)
        place = self.index.names.get(name, {}).get(choice.value)
        return (-choice.count, place.sort[self.language] if place else str(choice.label))


def toggled(params, name, value):
    """Returns the query string with the value selected or, if it already is, dropped; back on page 1."""
    params = params.copy()
    values = params.getlist(name)
    params.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
    return _first_page(params)


def _selecting(params, name):
    """Returns what an unselected value is appended to: `toggled`, computed once for all values."""
    others = dropped(params, "page")
    return f"{others}{'' if others == '?' else '&'}{name}="


def replaced(params, name, value):
    """Returns the query string with another value of a parameter, back on page 1."""
    params = params.copy()
    params[name] = value
    return _first_page(params)


def dropped(params, name):
    """Returns the query string without a parameter, back on page 1."""
    return _first_page(without(params, [name]))


def _first_page(params):
    params.pop("page", None)
    return f"?{params.urlencode()}"
