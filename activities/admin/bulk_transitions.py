"""Transitions of several activities at once, applied to exactly the versions on the confirmation page."""

from typing import NamedTuple

from activities.editing import (
    Difference,
    Names,
    blocking_faults,
    differences,
    last_submission,
    subject,
    version_token,
)
from activities.editing.versions import read_snapshots

from ..models import Activity, Move, Version

MOST = 100  # activities on one page, each with all its differences


class ConfirmationRow(NamedTuple):
    """An activity on the confirmation page; `differences` compares with the last public version, if any."""

    activity: Activity
    version_token: str
    differences: list[Difference]
    faults: list[str]
    submission: Move | None


def confirmation_rows(chosen, *, with_faults):
    """Returns a row for each activity of a queryset.

    The number of queries grows with them by the checks of what is to be approved alone.
    """
    activities = list(
        Activity.objects.filter(pk__in=chosen.order_by().values("pk"))
        .select_related("working_copy")
        .prefetch_related("texts")
    )
    # Read before the snapshots: a change made in between is refused, never approved unseen.
    version_tokens = {activity.pk: version_token(activity) for activity in activities}
    stored = read_snapshots(list(version_tokens))
    public = _public(version_tokens)
    pairs = [_pair(activity, stored[activity.pk], public) for activity in activities]
    names = Names([rows for pair in pairs for rows in pair])
    return [
        ConfirmationRow(
            activity,
            version_tokens[activity.pk],
            list(differences(before, after, names)),
            blocking_faults(activity) if with_faults else [],
            last_submission(activity) if with_faults else None,
        )
        for activity, (before, after) in zip(activities, pairs, strict=True)
    ]


def _pair(activity, stored, public):
    """Returns (rows last public, rows that the transition applies to)."""
    record = subject(activity)
    return (stored, record.rows) if record is not activity else (public.get(activity.pk), stored)


def _public(pks):
    """Returns {pk of an activity: its rows as last public}."""
    last = Version.objects.filter(activity__in=pks).exclude(change="").order_by("activity", "-pk")
    return dict(last.distinct("activity").values_list("activity", "rows"))
