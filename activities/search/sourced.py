"""Bitmaps of what the report says of activities besides facets: the paragraphs that they cite, and figures."""

from dataclasses import dataclass
from typing import TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef
from pyroaring import BitMap

from activities.models import Figure

Cited = tuple[str, int]  # the year of a report and the number of a paragraph
Key = TypeVar("Key")


@dataclass(frozen=True)
class OfSource:
    """The slots of the activities that cite each paragraph, and of those with figures."""

    paragraphs: dict[Cited, BitMap]
    figured: BitMap

    @classmethod
    def read(cls, activities, changed: BitMap, previous: "OfSource | None") -> "OfSource":
        """Reads those of the changed activities, and shares the others."""
        cited = activities.values_list("citations__paragraph__report__ref", "citations__paragraph__number")
        found = cited.annotate(slots=ArrayAgg("report_order"))
        now = {(report, number): BitMap(slots) for report, number, slots in found if report}
        figures = Figure.objects.filter(activity=OuterRef("pk"))
        figured = BitMap(activities.filter(Exists(figures)).values_list("report_order", flat=True))
        before = previous or cls({}, BitMap())
        return cls(merged(before.paragraphs, changed, now), (before.figured - changed) | figured)


def merged(before: dict[Key, BitMap], changed: BitMap, now: dict[Key, BitMap]) -> dict[Key, BitMap]:
    """Returns the bitmaps of an index with those of the changed activities in place of what they were."""
    kept = {key: slots - changed if slots.intersect(changed) else slots for key, slots in before.items()}
    both = {key: kept.get(key, BitMap()) | slots for key, slots in now.items()}
    return {key: slots for key, slots in (kept | both).items() if slots}
