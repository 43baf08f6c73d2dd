"""Reads activities some at a time, so that the memory of an export does not grow with its length."""

from collections.abc import Iterator

from activities.models import Activity
from activities.search import FacetIndex, whole

AT_ONCE = 250


class CatalogueChangedError(Exception):
    """An activity was withdrawn while a file was written: the file breaks off instead of omitting it."""


def activities_at(slots: list[int], index: FacetIndex) -> list[Activity]:
    """Returns the published activities of these slots, in that order, with all that a record needs."""
    places = {slot: place for place, slot in enumerate(slots)}
    found = whole(Activity.objects.published().at(slots), index)
    return sorted(found, key=lambda activity: places[activity.report_order])


def in_chunks(slots: list[int], index: FacetIndex) -> Iterator[list[Activity]]:
    """Yields lists of activities in that order. Raises CatalogueChangedError if one is gone."""
    for start in range(0, len(slots), AT_ONCE):
        wanted = slots[start : start + AT_ONCE]
        found = activities_at(wanted, index)
        if len(found) < len(wanted):
            raise CatalogueChangedError
        yield found
