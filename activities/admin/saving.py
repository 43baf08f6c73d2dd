import json

from django.contrib.admin.models import LogEntry

from activities.editing import take_snapshot
from activities.editing.versions import read_snapshot


class DraftWritten(Exception):  # noqa: N818  no error: it ends the transaction of a draft
    """Rolls back the rows of a draft that a form has written, and passes their snapshot on to be stored.

    `message` is the change message that `construct_change_message` returned.
    """

    def __init__(self, rows, message):
        super().__init__()
        self.rows, self.message = rows, message


class Unchanged(Exception):  # noqa: N818  no error either
    """Rolls back a save that changes nothing, before a transition of what is stored."""


def take_snapshot_if_changed(activity, message, *, by):
    """Stores a version of a saved activity whose rows differ from the last one.

    A save that changes nothing does not make its user an author, who could not approve the activity.
    """
    last = activity.versions.filter(of_copy=False).order_by("pk").last()
    if last is None or last.rows != read_snapshot(activity):
        reason = LogEntry(change_message=json.dumps(message)).get_change_message()
        take_snapshot(activity, by=by, reason=reason)
