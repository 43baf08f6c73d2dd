"""The facets of a list: each value with its count and the link that selects or drops it."""

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_

from django.utils.text import capfirst
from django.utils.translation import get_language
from pyroaring import BitMap

from .bitmaps import current_index
from .models.base import NaturalKey
from .models.vocabulary import Kind, Scope
from .search import parse, without_one_word
from .spelling import corrected

# The order of the page. The choices of a field facet carry its labels.
FACETS = ("country", "theme", "programme", "kind", "scope", "region", "partner", "instrument", "year")
CHOICES = {"kind": dict(Kind.choices), "scope": dict(Scope.choices)}
SHOWN = 10
OPEN = {"country", "theme", "programme"}


@dataclass(frozen=True)
class Choice:
    """A value of a facet. `count` is the number of results that its link leads to."""

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
        """The most frequent values with those selected, in the order of the facet."""
        frequent = sorted(self.choices, key=lambda choice: (not choice.selected, -choice.count))
        kept = {choice.value for choice in frequent[: max(SHOWN, len(self.selected))]}
        return [choice for choice in self.choices if choice.value in kept]

    @cached_property
    def rest(self):
        first = {choice.value for choice in self.first}
        return [choice for choice in self.choices if choice.value not in first]


@dataclass(frozen=True)
class Condition:
    """Something in force: a selected value or the text. `count` results there are without it."""

    kind: str
    label: str
    url: str
    count: int


class FacetCounts:
    """Counts for a valid ActivityFilter: within a facet OR, between facets AND."""

    def __init__(self, filterset):
        self.filterset = filterset
        self.index = current_index()
        self.selection = {name: _keys(filterset.form.cleaned_data.get(name)) for name in FACETS}

    @cached_property
    def hits(self):
        """The activities that answer the text alone."""
        if not self.filterset.query:
            return self.index.all
        matching = self.filterset.queryset.matching(self.filterset.query)
        return BitMap(matching.values_list("pk", flat=True)) & self.index.all

    def without(self, facet):
        """The activities that answer everything but this facet's own selection."""
        return self._answering(self.hits, {**self.selection, facet: []})

    def conditions(self, facets):
        """Everything in force, each with the number of results that dropping it gives."""
        found = []
        if self.filterset.query:
            count = len(self._answering(self.index.all, self.selection))
            text = self.filterset.form.cleaned_data["q"]
            label = self.filterset.filters["q"].label
            found.append(Condition(label, text, dropped(self.filterset.data, "q"), count))
        for facet in facets:
            for choice in facet.selected:
                others = [key for key in self.selection[facet.name] if key != choice.value]
                count = len(self._answering(self.hits, {**self.selection, facet.name: others}))
                found.append(Condition(facet.label, capfirst(choice.label), choice.url, count))
        return found

    def nearest(self):
        """What a text that finds nothing may have meant: a spelling, or the text without one of its words."""
        text = self.filterset.form.cleaned_data["q"]
        tries = [mended] if (mended := corrected(text)) else without_one_word(text)
        found = [self._attempt(text) for text in tries]
        return [condition for condition in found if condition.count]

    def _attempt(self, text):
        query = parse(text)
        matching = self.filterset.queryset.matching(query).values_list("pk", flat=True) if query else ()
        count = len(self._answering(BitMap(matching) & self.index.all, self.selection))
        return Condition("", text, replaced(self.filterset.data, "q", text), count)

    def _answering(self, hits, selection):
        chosen = (self.index.having(name, keys) for name, keys in selection.items() if keys)
        return reduce(and_, chosen, hits)

    def count(self, facet, key):
        bitmap = self.index.values[facet].get(key)
        return self._remaining[facet].intersection_cardinality(bitmap) if bitmap else 0

    @cached_property
    def _remaining(self):
        return {name: self.without(name) for name in FACETS}

    def facets(self):
        return [self._facet(name) for name in FACETS]

    def _facet(self, name):
        keys = {*self.index.values[name], *self.selection[name]}
        choices = [choice for key in keys if (choice := self._choice(name, key)).count or choice.selected]
        label = self.filterset.filters[name].label
        return Facet(name, label, sorted(choices, key=lambda choice: self._place(name, choice)))

    def _choice(self, name, key):
        selected = key in self.selection[name]
        return Choice(
            value=key,
            label=self._label(name, key),
            count=self.count(name, key),
            selected=selected,
            url=toggled(self.filterset.data, name, key),
            depth=self._depth(name, key),
        )

    def _label(self, name, key):
        if name in self.index.names:
            return self.index.names[name][key].text[get_language()]
        return CHOICES.get(name, {}).get(key, key)

    def _depth(self, name, key):
        names, depth = self.index.names.get(name, {}), 0
        while key in names and names[key].parent:
            key, depth = names[key].parent, depth + 1
        return depth

    def _place(self, name, choice):
        if name == "theme":
            return self.index.names[name][choice.value].sort["fr"]
        if name == "year":
            return -int(choice.value)
        place = self.index.names.get(name, {}).get(choice.value)
        return (-choice.count, place.sort[get_language()] if place else str(choice.label))


def toggled(params, name, value):
    """The query string with the value selected or, where it is already, dropped; back on page 1."""
    params = params.copy()
    values = params.getlist(name)
    params.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
    return _first_page(params)


def replaced(params, name, value):
    """The query string with another value of a parameter."""
    params = params.copy()
    params[name] = value
    return _first_page(params)


def dropped(params, name):
    """The query string without a parameter."""
    params = params.copy()
    params.pop(name, None)
    return _first_page(params)


def _first_page(params):
    params.pop("page", None)
    return f"?{params.urlencode()}"


def _keys(values):
    """Public keys of what the form selected: records, or plain values."""
    return [
        (value.natural_key()[0] if isinstance(value, NaturalKey) else str(value)) for value in values or ()
    ]
