"""The status transitions of an activity, or of its working copy, and the function that makes them."""

from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Move, WorkingCopy
from activities.models.vocabulary import Status
from activities.search.indexing import publish_changes

from .versions import apply_snapshot, keep_version
from .working_copies import saved_versions, version_token, write

CHANGE, PUBLISH = "activities.change_activity", "activities.publish_activity"


class Step(NamedTuple):
    origins: tuple[Status, ...]
    target: Status
    permission: str
    needs_note: bool = False
    of_copy: bool | None = None  # True: working copies only; False: never a working copy


MOVES = {
    "submit": Step((Status.DRAFT,), Status.IN_REVIEW, CHANGE),
    "approve": Step((Status.IN_REVIEW,), Status.PUBLISHED, PUBLISH),
    "send_back": Step((Status.IN_REVIEW,), Status.DRAFT, PUBLISH, needs_note=True),
    "discard": Step((Status.DRAFT,), Status.PUBLISHED, CHANGE, needs_note=True, of_copy=True),
    "withdraw": Step((Status.PUBLISHED,), Status.WITHDRAWN, PUBLISH, needs_note=True, of_copy=False),
    "reopen": Step((Status.WITHDRAWN,), Status.DRAFT, PUBLISH, of_copy=False),
}


def subject(activity):
    """Returns the object that a transition acts on: the activity's working copy, else the activity."""
    return getattr(activity, "working_copy", None) or activity


def open_moves(activity, by):
    """Returns the transitions that the current status and the user's permissions allow."""
    return [move for move in MOVES if _is_open(activity, move) and by.has_perm(MOVES[move].permission)]


def _is_open(activity, move):
    step, moved = MOVES[move], subject(activity)
    is_copy = moved is not activity
    return moved.status in step.origins and step.of_copy in (None, is_copy)


def authors(activity):
    """Returns the pks of the users who wrote what an approval would publish."""
    moved = subject(activity)
    written = _versions_of_entry(activity) if moved is activity else saved_versions(moved)
    submitted = activity.moves.filter(target=Status.IN_REVIEW).order_by("at").last()
    return {
        *written.exclude(by=None).values_list("by", flat=True),
        *([submitted.by_id] if submitted else []),
    }


def _versions_of_entry(activity):
    """Returns the versions written by edits since the activity was last published."""
    published = activity.moves.filter(target=Status.PUBLISHED, of_copy=False).order_by("at").last()
    written = activity.versions.filter(of_copy=False, status__in=(Status.DRAFT, Status.IN_REVIEW))
    written = written.exclude(reason__in=MOVES)
    return written.filter(at__gt=published.at) if published else written


@transaction.atomic
def make_move(activity, move, *, by, note="", seen=None):
    """Applies a transition to an activity, or to its working copy, and records who made it, when and why.

    `seen` is the version token that the user was shown. Raises ValidationError if it is not the current one,
    if the transition is not open, lacks its note, or would approve the user's own work; PermissionDenied if
    the user may not make it.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    _refuse_unseen(activity, seen)
    _refuse(activity, move, by, note)
    moved = subject(activity)
    Move.objects.create(
        activity=activity, by=by, origin=moved.status, target=MOVES[move].target, note=note,
        of_copy=moved is not activity,
    )  # fmt: skip
    if moved is activity:
        _move_entry(activity, move, by)
    else:
        _move_copy(moved, activity, move, by)
    return activity


def _refuse_unseen(activity, seen):
    if seen is not None and seen != version_token(activity):
        raise ValidationError(
            _("%(ref)s has changed since the page was opened: look at it again."),
            params={"ref": activity.ref},
        )


def _refuse(activity, move, by, note):
    if not by.has_perm(MOVES[move].permission):
        raise PermissionDenied
    if not _is_open(activity, move):
        raise ValidationError(
            _("%(ref)s is “%(status)s”: this move is not open to it."),
            params={"ref": activity.ref, "status": subject(activity).get_status_display()},
        )
    if MOVES[move].needs_note and not note.strip():
        raise ValidationError(_("%(ref)s: say why, in the note."), params={"ref": activity.ref})
    if move == "approve":
        _refuse_approval(activity, by)


def _refuse_approval(activity, by):
    if not _rests_on_its_report(activity):
        raise ValidationError(
            _("%(ref)s: it cites no paragraph, or one of another report."), params={"ref": activity.ref}
        )
    if not activity.report.published:
        raise ValidationError(
            _("%(ref)s: its report is in preparation; an editor publishes that first."),
            params={"ref": activity.ref},
        )
    if by.pk in authors(activity) and not settings.SELF_REVIEW:
        raise ValidationError(
            _("%(ref)s: nobody approves their own work; somebody else has to."), params={"ref": activity.ref}
        )
    copy = subject(activity)
    if isinstance(copy, WorkingCopy) and copy.is_outdated:
        raise ValidationError(
            _("%(ref)s: the published entry has changed since; open the edit and save it again."),
            params={"ref": activity.ref},
        )


def _rests_on_its_report(activity):
    """True if the content to approve cites at least one paragraph, and only paragraphs of its own report."""
    moved = subject(activity)
    if moved is activity:
        cited = {citation.paragraph_id for citation in activity.citations.all()}
    else:
        cited = {row["fields"]["paragraph"] for row in moved.rows if row["model"].endswith(".citation")}
    return bool(cited) and activity.report.paragraphs.filter(pk__in=cited).count() == len(cited)


def _move_entry(activity, move, by):
    activity.status = MOVES[move].target
    if activity.status == Status.PUBLISHED:
        _review(activity, by)
    activity.save()
    keep_version(activity, by=by, reason=move)
    publish_changes(Activity.objects.filter(pk=activity.pk))


def _move_copy(copy, activity, move, by):
    if MOVES[move].target != Status.PUBLISHED:
        # A transition is no edit: it adds no version to the history of the working copy.
        WorkingCopy.objects.filter(pk=copy.pk).update(status=MOVES[move].target)
        return
    if move == "approve":
        _review(activity, by)
        apply_snapshot(copy.rows, activity)
        # The version names its author; the activity's reviewer and its moves name who approved it.
        reasons = saved_versions(copy).exclude(reason="").values_list("reason", flat=True)
        keep_version(activity, by=copy.edited_by, reason=" ".join(reasons) or move)
        publish_changes(Activity.objects.filter(pk=activity.pk))
    copy.delete()


@transaction.atomic
def restore(activity, version, *, by, reason, seen=None):
    """Writes a stored version back as an ordinary change, which awaits review.

    Raises PermissionDenied if the user may not change the activity; ValidationError if `seen` is not the
    current version token, if the version points at deleted records, or if restoring would end an edit.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if not may_change(activity, by):
        raise PermissionDenied
    _refuse_unseen(activity, seen)
    was_edited = subject(activity) is not activity
    with _refused_in_words(activity):
        written = write(activity, version.rows or [], by=by, reason=reason)
    if was_edited and not WorkingCopy.objects.filter(activity=activity).exists():
        raise ValidationError(
            _("%(ref)s says this already: an edit of it is given up by its own move, with a note."),
            params={"ref": activity.ref},
        )
    if written:
        publish_changes(Activity.objects.filter(pk=activity.pk))


@contextmanager
def _refused_in_words(activity):
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        text = _("%(ref)s: this version points at a record that has been deleted since.")
        raise ValidationError(text, params={"ref": activity.ref}) from error


def may_write(by):
    """True if the user can use the admin and edit activities at all; tasks check it again when they run."""
    return by.is_active and by.is_staff and by.has_perm(CHANGE)


def may_change(activity, by):
    """True if the user can edit the activity as it is: reviewers alone in review, nobody once withdrawn."""
    match subject(activity).status:
        case Status.WITHDRAWN:
            return False
        case Status.IN_REVIEW:
            return by.has_perm(PUBLISH) and by.has_perm(CHANGE)
    return by.has_perm(CHANGE)


def _review(activity, by):
    activity.reviewed_by, activity.reviewed_on = by.get_username(), timezone.localdate()
