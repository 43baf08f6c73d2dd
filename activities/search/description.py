"""Describes a search in words, for titles."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models.vocabulary import Kind, Scope

from .results import Results
from .search import FACETS, UNDATED

# {facet: {value: label}} of the facets with values that are neither records nor numbers.
CHOICES = {
    "kind": dict(Kind.choices),
    "scope": dict(Scope.choices),
    "year": {UNDATED: gettext_lazy("undated")},
}


def in_words(results: Results) -> str:
    """Returns a search in words: “prison” · Kyrgyzstan; empty where it filters nothing."""
    search = results.search
    words = [_text(results)] if search.text else []
    for facet in FACETS:
        for value in search.selection.get(facet, ()):
            words.append(str(capfirst(label(results, facet, value))))
    return " · ".join(words)


def _text(results):
    if results.typed:
        named = {"text": results.search.text, "typed": results.typed}
        return _("“%(text)s” (corrected from “%(typed)s”)") % named
    return _("“%(text)s”") % {"text": results.search.text}


def label(results, facet, value):
    """Returns the label of a facet value in the language of the search."""
    if name := results.index.names.get(facet, {}).get(value):
        return name.text[results.search.language]
    return CHOICES.get(facet, {}).get(value, value)
