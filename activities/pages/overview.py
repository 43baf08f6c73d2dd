"""The map and the charts of a list, from the counts of its facets."""

from collections.abc import Callable
from dataclasses import dataclass

from activities.search import Facet

from .charts import Chart, charts_of
from .maps import Marker, markers_of


@dataclass(frozen=True)
class Overview:
    markers: list[Marker]
    charts: list[Chart]

    @property
    def compared(self):
        """True if countries are selected, and shown beside those that are not."""
        return any(marker.pale for marker in self.markers)


def overview_of(facets: list[Facet], url_of: Callable[[str, str], str]):
    """Returns the Overview of a list; `url_of(facet, value)` returns the URL of a value.

    The counts are those of the facets: the results of one value alone, with every other facet as selected. So
    a link leads to as many activities as its circle or bar shows.
    """
    countries = next(facet for facet in facets if facet.name == "country")
    counts = {choice.value: choice.count for choice in countries.choices}
    selected = {choice.value for choice in countries.selected}
    markers = markers_of(counts, lambda iso3: url_of("country", iso3), selected)
    return Overview(markers, charts_of(facets, url_of))
