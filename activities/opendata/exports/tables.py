"""The tables of an export: the rows of an activity and their columns, for CSV and XLSX."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.models import ActivityCountry, Figure

from ..columns import Column
from ..published_columns import ACTIVITY, COUNTRY, FIGURE


@dataclass(frozen=True)
class ExportTable:
    """A table of an export.

    `rows` maps an activity to its rows, `count` a queryset of activities to the number of all rows.
    """

    label: Promise | str
    columns: dict[str, Column]
    rows: Callable[[Any], Iterable[Any]]
    count: Callable[[Any], int]

    def values(self, row, site):
        return [column.value(row, site) for column in self.columns.values()]


TABLES = {
    "activities": ExportTable(
        _("Activities"), ACTIVITY, lambda activity: [activity], lambda activities: activities.count()
    ),
    "countries": ExportTable(
        _("Activities by country"),
        COUNTRY,
        lambda activity: activity.country_roles.all(),
        lambda activities: ActivityCountry.objects.filter(activity__in=activities.values("pk")).count(),
    ),
    "figures": ExportTable(
        _("Figures"),
        FIGURE,
        lambda activity: activity.figures.all(),
        lambda activities: Figure.objects.filter(activity__in=activities.values("pk")).count(),
    ),
}
