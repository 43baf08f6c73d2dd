"""Countries by themes: the number of activities of each pair, the empty ones included."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from activities.models import Country, Theme
from activities.search import current_index

from .browsing import counted


@dataclass(frozen=True)
class Cell:
    count: int
    url: str


def grid():
    """Returns (branches of the thematic tree, [(country, count, [Cell])] for countries with activities)."""
    index = current_index()
    branches = list(Theme.objects.filter(parent=None).in_tree_order())
    countries = counted(index, Country.objects.by_name(), "country", "iso3")
    rows = [
        (row.record, row.count, [_cell(index, row.record, branch) for branch in branches])
        for row in countries
        if row.count
    ]
    return branches, rows


def _cell(index, country, branch):
    named, of_theme = index.values["country"][country.iso3], index.values["theme"].get(branch.slug)
    count = named.intersection_cardinality(of_theme) if of_theme else 0
    query = urlencode({"country": country.iso3, "theme": branch.slug})
    return Cell(count, f"{reverse('activity_list')}?{query}")
