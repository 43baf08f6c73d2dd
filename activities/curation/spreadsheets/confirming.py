from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.background.progress import report
from activities.editing import may_write
from activities.editing.versions import apply_snapshot, take_snapshots
from activities.editing.working_copies import write_snapshot
from activities.models import Activity, Upload
from activities.models.vocabulary import Status
from activities.search import publish_changes

from .comparing import compare
from .sheet_activity import SheetActivity, draft


def confirm(upload, *, shown, by):
    """Writes all changes of a spreadsheet in one transaction; publishes nothing.

    `shown` is the fingerprint of the plan that the user confirmed. Returns the activities written. Raises
    ValidationError, with nothing written, if anything has changed since, a row is invalid, or the user may no
    longer edit activities.
    """
    try:
        with transaction.atomic():
            return _confirm(upload, shown, by)
    except IntegrityError as error:  # another user has just created the same ref
        raise _changed() from error


def _confirm(upload, shown, by):
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.confirmed_at:
        raise ValidationError(_("This spreadsheet has already been applied."))
    if not may_write(by):
        raise ValidationError(_("Your account may no longer change activities."))
    refs = {row["cells"].get("ref", "").strip() for rows in upload.tables.values() for row in rows}
    # Locks the activities against other saves, always in pk order, so that no deadlock arises.
    list(Activity.objects.select_for_update().filter(ref__in=refs).order_by("pk").values_list("pk"))
    plan = compare(upload.tables, by=by)
    if not plan.is_open or plan.fingerprint != shown:
        raise _changed()
    reason = _("From the spreadsheet “%(name)s”") % {"name": upload.name}
    activities = list(_written([*plan.changed, *plan.new], by, reason))
    in_place = [activity for activity in activities if activity.status != Status.PUBLISHED]
    if in_place:
        take_snapshots(in_place, by=by, reason=reason)
        publish_changes(Activity.objects.filter(pk__in=[activity.pk for activity in in_place]))
    LogEntry.objects.log_actions(by.pk, activities, CHANGE, reason)
    upload.confirmed_at, upload.written, upload.refusal = timezone.now(), len(activities), ""
    upload.save()
    return activities


def _written(lines, by, reason):
    """Writes the lines and yields their activities; the caller records versions of those changed in place."""
    for number, line in enumerate(lines):
        report(number, len(lines))
        activity = line.activity
        if activity is None:
            activity = draft(line.after)
            activity.save()
            stored = SheetActivity.new(activity.ref, line.after.references).stored(activity.pk)
        else:
            stored = None if hasattr(activity, "working_copy") else line.before.rows
        rows = line.after.stored(activity.pk)
        if activity.status == Status.PUBLISHED:
            write_snapshot(activity, rows, by=by, reason=reason, stored=stored)
        else:
            apply_snapshot(rows, activity, stored)
        yield activity
    report(len(lines), len(lines))


def _changed():
    return ValidationError(
        _("Something has changed since this page was opened: please check again before you confirm.")
    )
