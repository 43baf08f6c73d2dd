"""A published entry as an analyst wants it, beside the one that readers see.

A copy is opened inside a transaction that is rolled back: there, the form, its checks and a preview
work on ordinary rows, and nobody else ever sees them. Approval lays the same rows, to stay.
"""

import json
from contextlib import contextmanager

from django.apps import apps
from django.core import serializers
from django.db import connection, transaction
from django.utils import timezone

from .models import Activity, WorkingCopy

FIELDS = (
    "kind", "modality", "scope", "start", "end", "date_precision", "source_note_fr", "source_note_en",
    "regions", "themes", "programmes", "partners", "instruments",
)  # fmt: skip
PARTS = ("texts", "citations", "country_roles", "publications", "figures")


def contents(activity):
    """The rows of an entry, and of what hangs on it, as Django serializes them."""
    rows = _serialized(Activity.objects.filter(pk=activity.pk), FIELDS)
    for part in PARTS:
        rows += _serialized(getattr(activity, part).model.objects.filter(activity=activity).order_by("pk"))
    return rows


def _serialized(rows, fields=None):
    found = json.loads(serializers.serialize("json", rows, fields=fields))
    for row in found:
        row["fields"] = {
            name: sorted(value) if isinstance(value, list) else value for name, value in row["fields"].items()
        }
    return found


def lay(rows, activity, *, by=None, reason=""):
    """Makes an entry, and what hangs on it, what the rows say; touches only what differs."""
    present = {_key(row): row for row in contents(activity)}
    wanted = {_key(row) for row in rows}
    for part in PARTS:
        model = getattr(activity, part).model
        gone = [pk for label, pk in present.keys() - wanted if label == model._meta.label_lower]
        # One by one: a deletion is a line of the history.
        for row in model.objects.filter(pk__in=gone):
            _signed(row, by, reason).delete()
    changed = [row for row in rows if present.get(_key(row)) != row]
    for item in serializers.deserialize("python", changed, ignorenonexistent=True):
        if isinstance(item.object, Activity):
            _take_over(item, activity)
        else:
            _write(item, activity, by, reason)
    # One line of history for the entry, whatever of it has changed.
    _signed(activity, by, reason).save()
    # The rules that wait for the end of a transaction are asked now.
    connection.check_constraints()


def _key(row):
    return row["model"], row["pk"]


def _take_over(item, activity):
    for name in set(FIELDS) - item.m2m_data.keys():
        setattr(activity, name, getattr(item.object, name))
    activity.skip_history_when_saving = True
    for name, related in item.m2m_data.items():
        getattr(activity, name).set(related)
    del activity.skip_history_when_saving


def _write(item, activity, by, reason):
    row = item.object
    if type(row).objects.filter(pk=row.pk).exclude(activity=activity).exists():
        row.pk = None  # the number was given away since, as restoring a dump may do
    _signed(row, by, reason).save()
    for name, related in item.m2m_data.items():
        getattr(row, name).set(related)


def _signed(row, by, reason):
    row._history_user, row._change_reason = by, reason
    return row


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
def keep(activity, rows, *, by, reason=""):
    """Makes these rows the working copy of a published entry; rows as they are published need none."""
    activity = Activity.objects.get(pk=activity.pk)
    copy = getattr(activity, "working_copy", None)
    if rows == contents(activity):
        if copy:
            _signed(copy, by, reason).delete()
        return
    if copy and copy.rows == rows and not copy.is_outdated:
        return
    copy = copy or WorkingCopy(activity=activity)
    copy.rows, copy.based_on = rows, activity.updated_at
    copy.edited_by, copy.edited_at = by, timezone.now()
    _signed(copy, by, reason).save()


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
