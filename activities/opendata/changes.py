"""Changes since a version of the catalogue or a moment, withdrawals included."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from pyroaring import BitMap

from activities.editing.versions import public_versions
from activities.models import Activity
from activities.models.vocabulary import Status
from activities.search import FacetIndex, Results, Search, current_index, whole

Since = int | datetime


def after(activities, since: Since):
    """Returns the activities that changed later.

    A version is exact; a moment covers edits of the activities themselves alone.
    """
    if isinstance(since, int):
        return activities.filter(search_row__version__gt=since)
    return activities.filter(updated_at__gte=since)


def withdrawn():
    """Returns activities published once and no longer: withdrawn here, or made a draft in the files."""
    once = public_versions(OuterRef("pk"))
    return Activity.objects.exclude(status=Status.PUBLISHED).filter(Q(status=Status.WITHDRAWN) | Exists(once))


def last_changes(number):
    """Returns the published and withdrawn activities that changed last, newest first."""
    gone = withdrawn().values("pk")
    shown = Activity.objects.filter(Q(status=Status.PUBLISHED) | Q(pk__in=gone))
    return whole(shown.order_by("-updated_at", "report_order")[:number], current_index())


class Changes(Results):
    """The results of a search that changed, in their order, followed by all withdrawn activities.

    A sequence of slots, as a paginator requires.
    """

    def __init__(self, index: FacetIndex, search: Search, since: Since):
        super().__init__(index, search)
        self.since = since

    @cached_property
    def slots(self) -> BitMap:
        published = after(Activity.objects.published(), self.since)
        changed = BitMap(published.values_list("report_order", flat=True))
        return self.selected(self.hits & changed)

    @cached_property
    def withdrawn(self) -> BitMap:
        return BitMap(after(withdrawn(), self.since).values_list("report_order", flat=True))

    def __getitem__(self, part: slice) -> list[int]:
        start, stop, found = part.start or 0, part.stop, len(self.slots)
        shown = self._ordered(start, min(stop, found)) if start < found else []
        return shown + list(self.withdrawn[max(0, start - found) : max(0, stop - found)])

    def __len__(self):
        return len(self.slots) + len(self.withdrawn)
