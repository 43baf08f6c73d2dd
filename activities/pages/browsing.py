"""Records of a reference table with the number of their activities, for the browsing pages."""

from dataclasses import dataclass

from activities.models import Country, Region, Theme


@dataclass(frozen=True)
class Counted:
    record: object
    count: int


def counted(index, records, facet, key="slug"):
    """Returns a Counted for each record, from the bitmap of its facet value."""
    bitmaps = index.values[facet]
    return [Counted(record, len(bitmaps.get(getattr(record, key), ()))) for record in records]


def countries_by_continent(index):
    """Returns [(M49 continent, [Counted country])] with every State, by name."""
    rows = {row.record.pk: row for row in counted(index, Country.objects.by_name(), "country", "iso3")}
    members = Region.countries.through.objects.filter(region__in=Region.objects.continents())
    inside: dict[int, set[int]] = {}
    for region, country in members.values_list("region", "country"):
        inside.setdefault(region, set()).add(country)
    return [
        (region, [row for pk, row in rows.items() if pk in inside.get(region.pk, ())])
        for region in Region.objects.continents().by_name()
    ]


def theme_tree(index):
    """Returns [(branch, [Counted theme below it])] in the order of the tree."""
    rows = counted(index, Theme.objects.in_tree_order(), "theme")
    branches = [row for row in rows if row.record.parent_id is None]
    top: dict[int | None, int] = {}
    for row in rows:
        top[row.record.pk] = top.get(row.record.parent_id, row.record.pk)
    return [
        (branch, [row for row in rows if top[row.record.pk] == branch.record.pk and row is not branch])
        for branch in branches
    ]


def grouped(rows, choice):
    """Returns [(label, [Counted])] by a choice field of the records, in the order of its choices."""
    if not rows:
        return []
    labels = dict(rows[0].record._meta.get_field(choice).choices)
    by_value: dict[str, list] = {value: [] for value in labels}
    for row in rows:
        by_value[getattr(row.record, choice)].append(row)
    return [(labels[value], found) for value, found in by_value.items() if found]
