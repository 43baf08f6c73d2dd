"""Describes a query in words, for titles."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .facets import CHOICES, FACETS


def query_in_words(filterset):
    """Returns a valid ActivityFilter in words: “prison” · Kyrgyzstan; empty where it filters nothing."""
    asked = filterset.form.cleaned_data
    words = [_("“%(text)s”") % {"text": asked["q"]}] if asked.get("q") else []
    for facet in FACETS:
        if values := asked[facet]:
            labels = CHOICES.get(facet) or filterset.index.labels(facet)
            words += [str(capfirst(labels.get(value, value))) for value in values]
    return " · ".join(words)
