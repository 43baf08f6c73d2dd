"""Serializes an activity and its related rows, writes such snapshots back, and stores one at every change."""

import json
from typing import Any

from django.core import serializers
from django.db import connection
from django.db.models import Prefetch

from activities.models import Activity, Version
from activities.models.review import Change
from activities.models.vocabulary import Status

FIELDS = (*Activity.PROPERTIES, *Activity.NOTES, *Activity.PLAIN_RELATIONS)
MAIN = Activity._meta.label_lower
NEW_ROW = -1  # pk of a row that is not in the database yet
BATCH = 200  # activities per batch: bounds the memory that a large spreadsheet needs
PARTS = ("texts", "citations", "country_roles", "partner_parts", "publications", "figures")


def read_snapshot(activity):
    """Returns the snapshot of an activity: its row and its related rows as Django serializes them."""
    return read_snapshots([activity.pk])[activity.pk]


def read_snapshots(pks):
    """Returns {activity pk: snapshot}; the number of queries does not depend on the number of pks."""
    found = {row["pk"]: [row] for row in serialized(Activity.objects.filter(pk__in=pks), FIELDS)}
    for part in PARTS:
        rows = part_model(part).objects.filter(activity__in=pks).order_by("pk")
        for row in serialized(rows):
            found[row["fields"]["activity"]].append(row)
    return found


def new_fields() -> dict[str, Any]:
    """Returns the serialized fields of a new activity, which relates to nothing."""
    columns = {field.name for field in Activity._meta.fields} & set(FIELDS)
    (row,) = json.loads(serializers.serialize("json", [Activity()], fields=columns))
    return {**row["fields"], **{name: [] for name in Activity.PLAIN_RELATIONS}}


def completed(rows, stored):
    """Returns a snapshot with the fields that the model had not yet when it was taken, from the stored one."""
    known = next(row["fields"] for row in stored if row["model"] == MAIN)
    return [row | {"fields": known | row["fields"]} if row["model"] == MAIN else row for row in rows]


def part_model(part) -> Any:
    return Activity._meta.get_field(part).related_model


def serialized(rows, fields=None):
    """Returns the rows of a queryset as Django serializes them, with many-to-many pks sorted."""
    relations = [
        Prefetch(field.name, field.related_model._default_manager.only("pk").order_by())
        for field in rows.model._meta.many_to_many
        if field.remote_field.through._meta.auto_created and (fields is None or field.name in fields)
    ]
    found = json.loads(serializers.serialize("json", rows.prefetch_related(*relations), fields=fields))
    for row in found:
        row["fields"] = {
            name: sorted(value) if isinstance(value, list) else value for name, value in row["fields"].items()
        }
    return found


def apply_snapshot(rows, activity, stored=None):
    """Writes a snapshot back to the activity and its related rows; touches only those that differ.

    `stored` is the current snapshot, if the caller has just read it.
    """
    present = {_key(row): row for row in (read_snapshot(activity) if stored is None else stored)}
    wanted = {_key(row) for row in rows}
    for part in PARTS:
        model = part_model(part)
        gone = [pk for label, pk in present.keys() - wanted if label == model._meta.label_lower]
        model.objects.filter(pk__in=gone).delete()
    # For a row without a pk, the deserializer would query by natural key whether it exists.
    changed = [row | {"pk": row["pk"] or NEW_ROW} for row in rows if present.get(_key(row)) != row]
    for item in serializers.deserialize("python", changed, ignorenonexistent=True):
        if isinstance(item.object, Activity):
            stated = next(row for row in changed if row["model"] == MAIN)["fields"]
            before = present.get(_key({"model": MAIN, "pk": item.object.pk}))
            _update_activity(item, activity, before, stated)
        else:
            _update_part(item, activity)
    # Whichever row has changed, `updated_at` of the activity must show it.
    activity.save()
    # Checks deferred constraints now, not at the end of the transaction.
    connection.check_constraints()


def _key(row):
    return row["model"], row["pk"]


def _update_activity(item, activity, before, stated):
    # A snapshot does not state a field that the model had not yet when it was taken.
    for name in (set(FIELDS) & stated.keys()) - item.m2m_data.keys():
        setattr(activity, name, getattr(item.object, name))
    for name, related in item.m2m_data.items():
        if before is None or before["fields"].get(name) != sorted(related):
            getattr(activity, name).set(related)


def _update_part(item, activity):
    row = item.object
    if row.pk == NEW_ROW:
        row.pk = None
    elif type(row).objects.filter(pk=row.pk).exclude(activity=activity).exists():
        row.pk = None  # the pk now belongs to another activity's row, as after restoring a dump
    is_new = row.pk is None
    row.save()
    for name, related in item.m2m_data.items():
        if related or not is_new:
            getattr(row, name).set(related)


def take_snapshot(activity, *, by=None, reason=""):
    """Stores a version of the activity; call it last in the transaction of the change."""
    take_snapshots([activity], by=by, reason=reason)


def take_snapshots(activities, *, by=None, reason=""):
    """Stores a version of each activity; the number of queries grows per batch, not per activity."""
    for start in range(0, len(activities), BATCH):
        batch = activities[start : start + BATCH]
        pks = [activity.pk for activity in batch]
        rows = read_snapshots(pks)
        last_public = (
            Version.objects.filter(activity__in=pks).exclude(change="").order_by("activity_id", "-pk")
        )
        before = {version.activity_id: version for version in last_public.distinct("activity_id")}
        Version.objects.bulk_create(
            Version(
                activity=activity, by=by, reason=reason, status=activity.status, rows=rows[activity.pk],
                change=_public_change(activity, rows[activity.pk], before.get(activity.pk)),
            )
            for activity in batch
        )  # fmt: skip


def _public_change(activity, rows, before):
    """Returns the Change that readers see, given the last version they saw; an empty string if they see none."""
    was_public = before is not None and before.change != Change.WITHDRAWN
    if activity.status != Status.PUBLISHED:
        return Change.WITHDRAWN if was_public else ""
    if not was_public:
        return Change.PUBLISHED
    return "" if before.rows == rows else Change.CHANGED


def public_versions(activity):
    """Returns the versions of an activity that readers saw, the oldest first."""
    return Version.objects.filter(activity=activity).exclude(change="").order_by("pk")
