"""A search as plain data: made from valid parameters, answered by `FacetIndex.find`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# The facets in the order of the page, with their labels.
FACETS = {
    "country": _("Country"),
    "theme": _("Theme"),
    "programme": _("Programme"),
    "kind": _("Kind of activity"),
    "scope": _("Scope"),
    "region": _("Region"),
    "partner": _("Partner"),
    "instrument": _("Instrument"),
    # In which an activity began, where the report states one.
    "year": _("Year"),
    "report": _("Report"),
}
UNDATED = "none"  # the value of the facet year for activities whose beginning the report does not state
TEXT = _("Text")
RELEVANCE, REPORT = "relevance", "report"
ORDERS = {
    RELEVANCE: _("Relevance"),
    REPORT: _("Order of the report"),
    "newest": _("Newest first"),
    "title": _("Title"),
}


@dataclass(frozen=True)
class Search:
    """A text, selected facet values and an order; nothing in it is validated again.

    Values of one facet are alternatives; facets and text narrow each other down.
    """

    text: str = ""
    selection: Mapping[str, Sequence[str]] = field(default_factory=dict)  # {facet: values}
    order: str = ""  # one of ORDERS; by default relevance with a text, else the order of the report
    language: str = field(default_factory=lambda: get_language() or "fr")  # of titles and names
    verbatim: bool = False  # the text as typed, without correction
