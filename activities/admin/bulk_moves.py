"""A move of several entries: confirmed on a page that shows each of them, and made of exactly what it shows."""

from typing import NamedTuple

from activities.editing.differences import Difference, Names, differences
from activities.editing.transitions import subject
from activities.editing.versions import documents
from activities.editing.working_copies import edition

from ..models import Activity, Version

MOST = 100  # entries on one page: each is shown whole


class Shown(NamedTuple):
    """`differences`: from what readers see or saw last, else from nothing."""

    activity: Activity
    edition: str
    differences: list[Difference]


def shown(chosen):
    """The entries of a queryset with what a move of each would take; as many queries for many as for one."""
    activities = list(
        Activity.objects.filter(pk__in=chosen.order_by().values("pk"))
        .select_related("working_copy")
        .prefetch_related("texts")
    )
    # Before the contents are read: what changes in between is refused, never moved unseen.
    editions = {activity.pk: edition(activity) for activity in activities}
    stored = documents(list(editions))
    public = _public(editions)
    pairs = [_pair(activity, stored[activity.pk], public) for activity in activities]
    names = Names([rows for pair in pairs for rows in pair])
    return [
        Shown(activity, editions[activity.pk], list(differences(before, after, names)))
        for activity, (before, after) in zip(activities, pairs, strict=True)
    ]


def _pair(activity, stored, public):
    """(rows that readers see or saw last, rows that the move takes)"""
    moved = subject(activity)
    return (stored, moved.rows) if moved is not activity else (public.get(activity.pk), stored)


def _public(numbers):
    """{pk of an activity: its rows as readers saw them last}"""
    last = Version.objects.filter(activity__in=numbers).exclude(change="").order_by("activity", "-pk")
    return dict(last.distinct("activity").values_list("activity", "rows"))
