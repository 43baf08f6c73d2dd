"""A published entry as an analyst wants it, beside the one that readers see.

A copy is opened inside a transaction that is rolled back: there, the form, its checks and a preview
work on ordinary rows, and nobody else ever sees them. Approval lays the same rows, to stay.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from activities.models import Activity, Version, WorkingCopy
from activities.models.vocabulary import Status

from .versions import contents, keep_version, lay


@contextmanager
def opened(activity):
    """The entry as its working copy has it, if it has one, for as long as the block lasts."""
    copy = getattr(activity, "working_copy", None)
    with transaction.atomic():
        if copy:
            lay(copy.rows, activity)
        yield copy
        transaction.set_rollback(True)


@transaction.atomic
def keep(activity, rows, *, by, reason="", stored=None):
    """Makes these rows the working copy of a published entry; rows as they are published need none."""
    activity = Activity.objects.select_related("working_copy").get(pk=activity.pk)
    copy = getattr(activity, "working_copy", None)
    if rows == (contents(activity) if stored is None else stored):
        if copy:
            copy.delete()
        return
    if copy and copy.rows == rows and not copy.is_outdated:
        return
    copy = copy or WorkingCopy(activity=activity)
    copy.rows, copy.based_on = rows, activity.updated_at
    copy.edited_by, copy.edited_at = by, timezone.now()
    copy.save()
    # Those of an edit that is given up stay too.
    Version.objects.create(
        activity=activity, by=by, reason=reason, status=copy.status, of_copy=True, rows=rows
    )


@transaction.atomic
def write(activity, rows, *, by, reason, stored=None):
    """Makes an entry say what the rows say: a published one in a working copy, any other in place.

    `stored` are the published rows of one that has no working copy, where the caller has just read them.
    Returns whether the entry itself was written, which is then for the caller to publish.
    """
    if activity.status == Status.PUBLISHED:
        with opened(activity):
            lay(rows, activity, stored)
            rows = contents(activity)
        keep(activity, rows, by=by, reason=reason, stored=stored)
        return False
    lay(rows, activity)
    keep_version(activity, by=by, reason=reason)
    return True


def versions(copy):
    """What has been saved of this edit, the oldest first."""
    return Version.objects.filter(activity=copy.activity, of_copy=True, at__gte=copy.begun_at).order_by("pk")


def edition(activity):
    """Tells what is stored of an entry and its copy from what was stored before."""
    copy = getattr(activity, "working_copy", None)
    edited = f" {copy.edited_at.isoformat()} {copy.status}" if copy else ""
    return f"{activity.updated_at.isoformat()}{edited}"


def in_use(record):
    """Whether a working copy points at a row of a reference table."""
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
