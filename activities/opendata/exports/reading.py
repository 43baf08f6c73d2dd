"""Activities read a hundred at a time, so that no file needs more memory than another."""

from collections.abc import Iterator

from activities.models import Activity

AT_ONCE = 100


class CatalogueChangedError(Exception):
    """An activity went while a file was written: the file is broken off rather than left short."""


def whole_records():
    """Activities with all that a record tells, in a number of queries that does not grow with them."""
    return Activity.objects.published().for_detail().prefetch_related("figures__programme")


def activities_at(slots: list[int]) -> list[Activity]:
    """The published activities of these slots, in that order."""
    places = {slot: place for place, slot in enumerate(slots)}
    found = whole_records().filter(report_order__in=slots)
    return sorted(found, key=lambda activity: places[activity.report_order])


def in_chunks(slots: list[int]) -> Iterator[list[Activity]]:
    """All of them, in that order. Raises CatalogueChangedError where one is not there any more."""
    for start in range(0, len(slots), AT_ONCE):
        wanted = slots[start : start + AT_ONCE]
        found = activities_at(wanted)
        if len(found) < len(wanted):
            raise CatalogueChangedError
        yield found
