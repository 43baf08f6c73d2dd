"""An entry with everything that hangs on it as one document: read, laid back, and kept at every change."""

import json
from typing import Any

from django.core import serializers
from django.db import connection

from .models import Activity, Version
from .models.review import Change
from .models.vocabulary import Status

FIELDS = (
    "kind", "modality", "scope", "start", "end", "date_precision", "source_note_fr", "source_note_en",
    "regions", "themes", "programmes", "partners", "instruments",
)  # fmt: skip
PARTS = ("texts", "citations", "country_roles", "publications", "figures")


def contents(activity):
    """The rows of an entry, and of what hangs on it, as Django serializes them."""
    return documents([activity.pk])[activity.pk]


def documents(numbers):
    """{number of an entry: its rows}, with as many queries for a thousand entries as for one."""
    found = {row["pk"]: [row] for row in serialized(Activity.objects.filter(pk__in=numbers), FIELDS)}
    for part in PARTS:
        rows = part_model(part).objects.filter(activity__in=numbers).order_by("pk")
        for row in serialized(rows):
            found[row["fields"]["activity"]].append(row)
    return found


def part_model(part) -> Any:
    return Activity._meta.get_field(part).related_model


def serialized(rows, fields=None):
    """The rows of a queryset as Django serializes them, the numbers of related rows in order."""
    relations = [
        field.name
        for field in rows.model._meta.many_to_many
        if field.remote_field.through._meta.auto_created and (fields is None or field.name in fields)
    ]
    found = json.loads(serializers.serialize("json", rows.prefetch_related(*relations), fields=fields))
    for row in found:
        row["fields"] = {
            name: sorted(value) if isinstance(value, list) else value for name, value in row["fields"].items()
        }
    return found


def lay(rows, activity):
    """Makes an entry, and what hangs on it, what the rows say; touches only what differs."""
    present = {_key(row): row for row in contents(activity)}
    wanted = {_key(row) for row in rows}
    for part in PARTS:
        model = part_model(part)
        gone = [pk for label, pk in present.keys() - wanted if label == model._meta.label_lower]
        model.objects.filter(pk__in=gone).delete()
    changed = [row for row in rows if present.get(_key(row)) != row]
    for item in serializers.deserialize("python", changed, ignorenonexistent=True):
        if isinstance(item.object, Activity):
            _take_over(item, activity)
        else:
            _write(item, activity)
    # Whatever of it has changed: `updated_at` tells so.
    activity.save()
    # The rules that wait for the end of a transaction are asked now.
    connection.check_constraints()


def _key(row):
    return row["model"], row["pk"]


def _take_over(item, activity):
    for name in set(FIELDS) - item.m2m_data.keys():
        setattr(activity, name, getattr(item.object, name))
    for name, related in item.m2m_data.items():
        getattr(activity, name).set(related)


def _write(item, activity):
    row = item.object
    if type(row).objects.filter(pk=row.pk).exclude(activity=activity).exists():
        row.pk = None  # the number was given away since, as restoring a dump may do
    row.save()
    for name, related in item.m2m_data.items():
        getattr(row, name).set(related)


def keep_version(activity, *, by=None, reason=""):
    """Records an entry as a change has just left it; call it last, in the transaction of the change."""
    rows = contents(activity)
    Version.objects.create(
        activity=activity, by=by, reason=reason, status=activity.status, rows=rows,
        change=_seen(activity, rows),
    )  # fmt: skip


def _seen(activity, rows):
    """What readers see of a change, by what they saw before."""
    before = seen(activity).last()
    was_public = before is not None and before.change != Change.WITHDRAWN
    if activity.status != Status.PUBLISHED:
        return Change.WITHDRAWN if was_public else ""
    if not was_public:
        return Change.PUBLISHED
    return "" if before.rows == rows else Change.CHANGED


def seen(activity):
    """The versions of an entry that readers saw, the oldest first."""
    return Version.objects.filter(activity=activity).exclude(change="").order_by("pk")
