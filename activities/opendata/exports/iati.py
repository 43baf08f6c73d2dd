"""IATI 2.03: a list, or one activity, with the statement that every export contains."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from .. import iati


def write_iati(export):
    """Yields the activities of an export that IATI can represent; the others are listed with the reason."""
    results = export.results
    return document(results.index, results.slots, export.stated)


def document(index, slots, stated):
    return iati.document(index, slots, partial(_absolute, stated.site), _said(stated))


def _said(stated):
    """Returns the statement without its count: the document writes its own, as IATI omits some activities."""
    said = {name: value for name, value in stated.as_dict().items() if name != "count"}
    # A comment may contain no two hyphens in a row; in a URL %2D is the same.
    return said | {"address": stated.address.replace("--", "-%2D")}


def _absolute(site, name, *arguments, language=settings.LANGUAGE_CODE):
    with translation.override(language):
        return f"{site}{reverse(name, args=arguments)}"
