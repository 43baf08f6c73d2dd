"""Stores the edited state of a published activity, its working copy, beside the one that readers see.

A working copy is applied inside a transaction that is rolled back: there, the form, its validation and a
preview work on ordinary rows that no other connection sees. Approval writes the same rows and commits.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from activities.models import Activity, Version, WorkingCopy
from activities.models.vocabulary import Status

from .versions import apply_snapshot, read_snapshot, take_snapshot


@contextmanager
def draft_applied(activity):
    """Applies the working copy, if there is one, inside a transaction that is rolled back; yields it.

    The version token of the activity stays that of the stored one meanwhile.
    """
    copy, published_at = getattr(activity, "working_copy", None), activity.updated_at
    with transaction.atomic():
        if copy:
            apply_snapshot(copy.rows, activity)
            activity.updated_at = published_at
            Activity.objects.filter(pk=activity.pk).update(updated_at=published_at)
        yield copy
        transaction.set_rollback(True)


@transaction.atomic
def save_draft(activity, rows, *, by, reason="", stored=None):
    """Stores the rows as the working copy of a published activity, or deletes it if they are as published."""
    activity = Activity.objects.select_related("working_copy").get(pk=activity.pk)
    copy = getattr(activity, "working_copy", None)
    if rows == (read_snapshot(activity) if stored is None else stored):
        if copy:
            copy.delete()
        return
    if copy and copy.rows == rows and not copy.is_outdated:
        return
    copy = copy or WorkingCopy(activity=activity)
    copy.rows, copy.based_on = rows, activity.updated_at
    copy.edited_by, copy.edited_at = by, timezone.now()
    copy.save()
    # Versions outlive the working copy, even one that is discarded.
    Version.objects.create(
        activity=activity, by=by, reason=reason, status=copy.status, of_copy=True, rows=rows
    )


@transaction.atomic
def write_snapshot(activity, rows, *, by, reason, stored=None):
    """Writes a snapshot: to the working copy of a published activity, to the rows of any other.

    `stored` is the current snapshot of an activity without a working copy, if the caller has just read it.
    Returns True if the activity itself was written; the caller then has to publish the change.
    """
    if activity.status == Status.PUBLISHED:
        with draft_applied(activity):
            apply_snapshot(rows, activity, stored)
            rows = read_snapshot(activity)
        save_draft(activity, rows, by=by, reason=reason, stored=stored)
        return False
    apply_snapshot(rows, activity)
    take_snapshot(activity, by=by, reason=reason)
    return True


def draft_versions(copy):
    """Returns the versions saved of this working copy, the oldest first."""
    return Version.objects.filter(activity=copy.activity, of_copy=True, at__gte=copy.begun_at).order_by("pk")


def version_token(activity):
    """Returns the version token, which changes whenever the activity or its working copy does."""
    copy = getattr(activity, "working_copy", None)
    edited = f" {copy.edited_at.isoformat()} {copy.status}" if copy else ""
    return f"{activity.updated_at.isoformat()}{edited}"


def in_use(record):
    """True if a working copy points at this row of a reference table."""
    rows = (row for copy in WorkingCopy.objects.all() for row in copy.rows)
    return any(_points_at(row, record) for row in rows)


def _points_at(row, record):
    for name, value in row["fields"].items():
        field = apps.get_model(row["model"])._meta.get_field(name)
        if field.related_model is type(record) and record.pk in (
            value if isinstance(value, list) else [value]
        ):
            return True
    return False
