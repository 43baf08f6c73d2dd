"""The charts: the number of activities of each value of a facet, as bars in a table."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from activities.search import Choice, Facet

# (facet, title, number of bars); of the themes, only the top level.
CHARTS = (
    ("theme", _("By theme"), None),
    ("kind", _("By kind of activity"), None),
    ("programme", _("By programme"), 10),
    ("region", _("By region"), 10),
)
# The width of the longest bar.
FULL = 1000


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    url: str
    width: int
    selected: bool


@dataclass(frozen=True)
class Chart:
    """`total` is the number of values with activities, of which `bars` are the most frequent."""

    name: str
    label: str
    title: str
    bars: list[Bar]
    total: int

    @property
    def is_cut(self):
        return len(self.bars) < self.total


def charts_of(facets: list[Facet], url_of: Callable[[str, str], str]):
    """Returns the charts that have bars; `url_of(facet, value)` returns the URL of a bar."""
    by_name = {facet.name: facet for facet in facets}
    charts = [_chart(by_name[name], title, limit, url_of) for name, title, limit in CHARTS]
    return [chart for chart in charts if chart.bars]


def _chart(facet, title, limit, url_of):
    choices = [choice for choice in facet.choices if choice.depth == 0 and choice.count]
    ranked = sorted(choices, key=lambda choice: -choice.count)
    most = ranked[0].count if ranked else 1
    bars = [_bar(choice, most, url_of(facet.name, choice.value)) for choice in ranked[:limit]]
    return Chart(facet.name, facet.label, title, bars, len(choices))


def _bar(choice: Choice, most, url):
    return Bar(
        label=capfirst(choice.label),
        count=choice.count,
        url=url,
        width=round(FULL * choice.count / most),
        selected=choice.selected,
    )
