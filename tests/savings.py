"""Work that every test would do again with the same result, done once in each process of a run."""

import gc
from copy import copy

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.template import Template
from django.test import Client
from django.utils.translation import override
from pyroaring import BitMap
from whitenoise.base import WhiteNoise

from activities.pages import key_figures, maps
from activities.pages.cards import cards_by_slot, titles_by_slot
from activities.search import Search, index, places, spelling, suggestions
from activities.search.hits import TextHits
from activities.search.lru_cache import SizedCache
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


def collect_no_garbage():
    """Spares the collector the start of a process, which makes next to none."""
    gc.disable()


def collect_garbage_less_often():
    """Spares the collector what lives until the end, such as modules and thousands of tests."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    gc.enable()


def instrument_pages_alone(monkeypatch):
    """Spares fragments, widgets and the admin the signal by which a test client copies the context of a template."""
    instrumented = Template._render

    def render(self, context):
        is_spared = self.name and (self.name.startswith(("django/forms/", "admin/")) or "/_" in self.name)
        return self.nodelist.render(context) if is_spared else instrumented(self, context)

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


def make_pages_anew(monkeypatch):
    """Has every page rendered, since most tests look at what rendering does."""
    monkeypatch.setattr(settings, "PAGE_CACHE_BYTES", 0)


def log_in_at_once(monkeypatch):
    """Makes the session of `force_login` as a sign-in leaves it, without what a sign-in records besides."""

    def log_in(self, user, backend=None):
        session = SessionStore()
        session[SESSION_KEY] = user._meta.pk.value_to_string(user)
        session[BACKEND_SESSION_KEY] = backend
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    monkeypatch.setattr(Client, "_login", log_in)


class WarmCards(SizedCache):
    """The cards of a test, who finds those of the whole catalogue rendered."""

    def __init__(self, rendered):
        super().__init__(index.CARDS_BYTES, index.getsizeof)
        self.rendered = rendered

    def get_many(self, keys):
        keys = list(keys)
        return {key: self.rendered[key] for key in keys if key in self.rendered} | super().get_many(keys)


def render_cards(built):
    """Returns the card and the title of each activity in each language, without the words of a query."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            results = built.find(Search())
            cards_by_slot(results, results.slots)
            titles_by_slot(built, results.slots)
    return dict(built.cards.values)


class Derived:
    """The values that a process derives from the catalogue of the test database before any test has changed it."""

    def __init__(self):
        self.built = {}
        self.cards = {}

    def build(self):
        self.built = {value: (value(), value.kept)[1] for value in DERIVED}
        self.cards = render_cards(index.current_index())
        collect_garbage_less_often()

    def forget(self):
        """Has every value derived anew, since activities that were deleted leave no trace to go by."""
        for value in DERIVED:
            value.kept = None

    def restore(self):
        """Gives a test the derived values as they were built, without what another test has cached in them.

        A test that changes rows without a new version calls `forget` itself, one that counts queries `forget_cards`.
        After a change of the catalogue there is a newer index, whose cards are rendered anew.
        """
        for value in DERIVED:
            value.kept = self.built.get(value)
        if self.built:
            state, built = self.built[index.current_index]
            index.current_index.kept = (state, self._without_caches(built))

    def _without_caches(self, built):
        fresh = copy(built)
        fresh.cards = WarmCards(self.cards)
        fresh.layers = SizedCache(index.LAYERS_BYTES, index.attrgetter("size"))
        fresh.hits = TextHits(BitMap())
        return fresh


def forget_cards():
    """Has each activity rendered anew, as the first request for it in a process does."""
    index.current_index().cards = SizedCache(index.CARDS_BYTES, index.getsizeof)
