"""The allowed moves of an entry, and the one way to make them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .indexing import publish_changes
from .models import Activity, Move
from .models.vocabulary import Status

# move: from which statuses, to which, and the permission that it takes
MOVES = {
    "submit": ((Status.DRAFT,), Status.IN_REVIEW, "activities.change_activity"),
    "approve": ((Status.IN_REVIEW,), Status.PUBLISHED, "activities.publish_activity"),
    "send_back": ((Status.IN_REVIEW,), Status.DRAFT, "activities.publish_activity"),
    "withdraw": ((Status.PUBLISHED,), Status.WITHDRAWN, "activities.publish_activity"),
    "reopen": ((Status.WITHDRAWN,), Status.DRAFT, "activities.publish_activity"),
}


@transaction.atomic
def make_move(activity, move, *, by, note=""):
    """Moves an entry and records who did it, when and why.

    Raises ValidationError for a move that its status does not allow, PermissionDenied for a person
    who may not make it.
    """
    origins, target, permission = MOVES[move]
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if not by.has_perm(permission):
        raise PermissionDenied
    if activity.status not in origins:
        raise ValidationError(
            _("%(ref)s is “%(status)s”: this move is not open to it."),
            params={"ref": activity.ref, "status": activity.get_status_display()},
        )
    Move.objects.create(activity=activity, by=by, origin=activity.status, target=target, note=note)
    activity.status = target
    if target == Status.PUBLISHED:
        activity.reviewed_by, activity.reviewed_on = by.get_username(), timezone.localdate()
    activity.save()
    publish_changes(Activity.objects.filter(pk=activity.pk))
    return activity
