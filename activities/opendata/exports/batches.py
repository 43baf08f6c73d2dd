"""Reads activities 100 at a time, so that the memory of an export does not grow with its length."""

from collections.abc import Iterator

from activities.models import Activity

AT_ONCE = 100


class CatalogueChangedError(Exception):
    """An activity was withdrawn while a file was written: the file breaks off instead of omitting it."""


def whole_records():
    """Returns activities with all that a record needs; the number of queries does not grow with them."""
    return Activity.objects.published().for_detail().prefetch_related("figures__programme")


def activities_at(slots: list[int]) -> list[Activity]:
    """Returns the published activities of these slots, in that order."""
    places = {slot: place for place, slot in enumerate(slots)}
    found = whole_records().at(slots)
    return sorted(found, key=lambda activity: places[activity.report_order])


def in_chunks(slots: list[int]) -> Iterator[list[Activity]]:
    """Yields lists of activities in that order. Raises CatalogueChangedError if one is gone."""
    for start in range(0, len(slots), AT_ONCE):
        wanted = slots[start : start + AT_ONCE]
        found = activities_at(wanted)
        if len(found) < len(wanted):
            raise CatalogueChangedError
        yield found
