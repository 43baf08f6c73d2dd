"""The charts: the number of activities of each value of a facet, as bars in a table, stacked by scope."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from activities.models.vocabulary import Scope
from activities.search import Choice, Facet, Results

# (facet, title, number of bars); of the themes, only the top level.
CHARTS = (
    ("theme", _("By theme"), None),
    ("kind", _("By kind of activity"), None),
    ("programme", _("By programme"), 10),
    ("region", _("By region"), 10),
)
HOME = ("theme", "kind", "region")
# The width of the longest bar.
FULL = 1000
# The parts of a bar, which have colours of their own on every page: what happened in countries that the report names,
# what concerns a region, what is worldwide.
PARTS = {
    "named": ((Scope.NATIONAL, Scope.LOCAL), _("national or local")),
    "regional": ((Scope.REGIONAL,), _("regional")),
    "worldwide": ((Scope.GLOBAL,), _("worldwide")),
}


@dataclass(frozen=True)
class Part:
    name: str
    label: str
    count: int
    start: int
    width: int


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    url: str
    width: int
    selected: bool
    parts: list[Part]


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


def charts_of(facets: list[Facet], url_of: Callable[[str, str], str], results: Results, names=()):
    """Returns the charts that have bars; `url_of(facet, value)` returns the URL of a bar.

    `names`: the facets to draw, all by default.
    """
    by_name = {facet.name: facet for facet in facets}
    charts = [
        _chart(by_name[name], title, limit, url_of, results)
        for name, title, limit in CHARTS
        if name in (names or by_name)
    ]
    return [chart for chart in charts if chart.bars]


def _chart(facet, title, limit, url_of, results):
    choices = [choice for choice in facet.choices if choice.depth == 0 and choice.count]
    ranked = sorted(choices, key=lambda choice: -choice.count)
    most = ranked[0].count if ranked else 1
    # A facet’s own selection does not count, as in its counts.
    slots, index = results.selected(results.hits, **{facet.name: ()}), results.index
    bars = [
        _bar(
            choice,
            most,
            url_of(facet.name, choice.value),
            slots & index.having(facet.name, [choice.value]),
            index,
        )
        for choice in ranked[:limit]
    ]
    return Chart(facet.name, facet.label, title, bars, len(choices))


def _bar(choice: Choice, most, url, slots, index):
    return Bar(
        label=capfirst(choice.label),
        count=choice.count,
        url=url,
        width=round(FULL * choice.count / most),
        selected=choice.selected,
        parts=list(_parts(slots, most, index)),
    )


def _parts(slots, most, index):
    """Yields the parts of a bar, side by side; they end where the bar does."""
    before = 0
    for name, (scopes, label) in PARTS.items():
        if count := slots.intersection_cardinality(index.having("scope", scopes)):
            start, end = (round(FULL * number / most) for number in (before, before + count))
            yield Part(name, str(label), count, start, end - start)
            before += count
