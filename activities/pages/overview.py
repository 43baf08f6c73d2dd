"""The map and the charts of a list, from the counts of its facets."""

from collections.abc import Callable
from dataclasses import dataclass

from activities.search import Facet, Results

from .charts import Chart, charts_of
from .maps import Marker, markers_of, spots


@dataclass(frozen=True)
class Overview:
    """`reached`: the points of the States that a regional activity covers, whether or not one names them."""

    markers: list[Marker]
    charts: list[Chart]
    reached: list[tuple[int, int]]

    @property
    def sizes(self):
        """Returns a marker of the smallest, a middle and the largest number, as a legend of the circles."""
        by_count = {marker.count: marker for marker in self.markers}
        ranked = [by_count[count] for count in sorted(by_count)]
        return [ranked[0], *ranked[1:-1][len(ranked) // 2 - 1 :][:1], *ranked[1:][-1:]] if ranked else []

    @property
    def compared(self):
        """True if countries are selected, and shown beside those that are not."""
        return any(marker.pale for marker in self.markers)


def overview_of(facets: list[Facet], url_of: Callable[[str, str], str], results: Results, names=()):
    """Returns the Overview of a list; `url_of(facet, value)` returns the URL of a value, `names` the facets of its charts.

    The counts are those of the facets: the results of one value alone, with every other facet as selected. So
    a link leads to as many activities as its circle or bar shows.
    """
    countries = next(facet for facet in facets if facet.name == "country")
    counts = {choice.value: choice.count for choice in countries.choices}
    selected = {choice.value for choice in countries.selected}
    markers = markers_of(counts, lambda iso3: url_of("country", iso3), selected)
    return Overview(markers, charts_of(facets, url_of, results, names), _reached(results.index))


def _reached(index):
    """Returns the points of the countries that regional work covers."""
    covered = {
        iso3
        for slug in index.regions_named
        if slug in index.extents
        for iso3 in index.extents[slug].countries
    }
    known = spots()
    return sorted(known[iso3].point for iso3 in covered if iso3 in known and known[iso3].point)
