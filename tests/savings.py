"""Work that every test would do again with the same result, done once in each process of a run."""

import gc
from copy import copy

from django.template import Template
from pyroaring import BitMap
from whitenoise.base import WhiteNoise

from activities.pages import key_figures, maps
from activities.search import index, places, spelling, suggestions
from activities.search.hits import TextHits
from activities.search.meaning.index import current_meaning

DERIVED = (
    index.current_index,
    current_meaning,
    places.current_localities,
    spelling.current_vocabulary,
    suggestions.current_suggestions,
    maps.spots,
    key_figures.key_figures,
)


def collect_garbage_less_often():
    """Spares the collector what lives until the end, such as modules and thousands of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def instrument_pages_alone(monkeypatch):
    """Spares fragments and widgets the signal by which a test client copies the context of a template."""
    instrumented = Template._render

    def render(self, context):
        fragment = self.name and (self.name.startswith("django/forms/") or "/_" in self.name)
        return self.nodelist.render(context) if fragment else instrumented(self, context)

    monkeypatch.setattr(Template, "_render", render)


def list_static_files_once(monkeypatch):
    """Shares WhiteNoise's list of 1,200 static files; each test client has middleware of its own."""
    listed, listing = {}, WhiteNoise.update_files_dictionary

    def shared(self, root, prefix):
        if (root, prefix) not in listed:
            listing(self, root, prefix)
            listed[root, prefix] = dict(self.files)
        self.files |= listed[root, prefix]

    monkeypatch.setattr(WhiteNoise, "update_files_dictionary", shared)


class Derived:
    """The values that a process derives from the catalogue of the test database before any test has changed it."""

    def __init__(self):
        self.built = {}

    def build(self):
        self.built = {value: (value(), value.kept)[1] for value in DERIVED}
        collect_garbage_less_often()

    def forget(self):
        """Has every value derived anew, since activities that were deleted leave no trace to go by."""
        for value in DERIVED:
            value.kept = None

    def restore(self):
        """Gives a test the derived values as they were built, without what another test has cached in them.

        A test that changes rows without a new version calls `forget` itself.
        """
        for value in DERIVED:
            value.kept = self.built.get(value)
        if self.built:
            state, built = self.built[index.current_index]
            index.current_index.kept = (state, _without_caches(built))


def _without_caches(built):
    fresh = copy(built)
    fresh.cards = index.SizedCache(index.CARDS_BYTES, index.getsizeof)
    fresh.layers = index.SizedCache(index.LAYERS_BYTES, index.attrgetter("size"))
    fresh.hits = TextHits(BitMap())
    return fresh
