"""Answers a search as visitors see it: what has all the words, its spelling corrected, and what is nearest."""

from dataclasses import replace

from django.utils.functional import cached_property

from activities.language.detection import language_of

from .index import FacetIndex
from .nearest import BELOW, Nearest, nearest
from .results import Results
from .search import Search
from .spelling import corrected


class Answer(Results):
    """The activities that have all the words and, apart, those nearest to the text.

    Counts, facets, order and files are of the first alone.
    """

    @property
    def corrected(self) -> str | None:
        """The corrected text, if the results are those of another spelling than was typed."""
        return self.search.text if self.typed else None

    @cached_property
    def nearest(self) -> Nearest:
        """The second layer: BELOW at most under a short list, ALONE where no activity has all the words."""
        if not self.query or len(self) >= BELOW:
            return Nearest()
        search, layers = self.search, self.index.layers
        key = (search.text, tuple(sorted(search.selection.items())), search.language)
        if key not in (known := layers.get_many([key])):
            among = self.selected(self.index.all)
            known = {key: nearest(search.text, self.query, self.index, self.slots, among)}
            layers.set_many(known)
        return known[key]


def find(search: Search, index: FacetIndex) -> Answer:
    """Returns the answer to a search; a text that finds nothing is corrected if its correction finds something."""
    typed = Answer(index, search)
    if search.verbatim or not typed.query or typed.hits or language_of(search.text):
        return typed
    if text := corrected(search.text, index):
        meant = Answer(index, replace(search, text=text), search.text)
        if meant.hits:
            return meant
    return typed
