"""Defines and makes the status transitions of an activity, or of its working copy."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Move, Override, Withdrawal, WorkingCopy
from activities.models.vocabulary import Status
from activities.search import publish_changes

from .approval import authors, changed_in_review_by, refuse_approval, subject
from .rules import CHANGE, PUBLISH, TRANSITIONS
from .versions import apply_snapshot, take_snapshot
from .working_copies import draft_versions, version_token, write_snapshot


def open_transitions(activity, by):
    """Returns the transitions that the current status and the user's permissions allow."""
    return [
        transition
        for transition in TRANSITIONS
        if _is_open(activity, transition, by) and by.has_perm(TRANSITIONS[transition].permission)
    ]


def _is_open(activity, transition, by):
    rules, record = TRANSITIONS[transition], subject(activity)
    is_copy = record is not activity
    if record.status not in rules.origins or rules.of_copy not in (None, is_copy):
        return False
    if transition == "recall":
        return by.pk in authors(activity)
    if transition == "confirm":
        changed = changed_in_review_by(activity)
        return bool(changed) and by.pk not in changed
    return True


@transaction.atomic
def make_transition(activity, transition, *, by, note="", token=None, withdrawal=None, accepted=None):
    """Applies a transition to an activity, or to its working copy, and records who made it, when and why.

    `token` is the version token that the user was shown; `withdrawal`, of an activity that is withdrawn, its
    unsaved Withdrawal; `accepted`, of one that is approved, {fault: reason to publish all the same}. Raises ValidationError if it is not the current one,
    if the transition is not open, lacks its note, or would approve the user's own work; PermissionDenied if
    the user may not make it.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    _refuse_outdated(activity, token)
    _refuse_transition(activity, transition, by, note)
    if transition == "approve":
        refuse_approval(activity, by, accepted or {})
    record = subject(activity)
    move = Move.objects.create(
        activity=activity, by=by, origin=record.status, target=TRANSITIONS[transition].target, note=note,
        of_copy=record is not activity,
    )  # fmt: skip
    if transition == "approve":
        reasons = [(fault, reason.strip()) for fault, reason in (accepted or {}).items() if reason.strip()]
        Override.objects.bulk_create(
            Override(move=move, fault=fault, reason=reason) for fault, reason in reasons
        )
    if record is activity:
        _state_withdrawal(activity, transition, withdrawal)
        _apply_to_activity(activity, transition, by)
    else:
        _apply_to_draft(record, activity, transition, by)
    return activity


def _refuse_outdated(activity, token):
    if token is not None and token != version_token(activity):
        raise ValidationError(
            _("%(ref)s has changed since the page was opened: please check it again."),
            params={"ref": activity.ref},
        )


def _refuse_transition(activity, transition, by, note):
    if not by.has_perm(TRANSITIONS[transition].permission):
        raise PermissionDenied
    if not _is_open(activity, transition, by):
        raise ValidationError(
            _("%(ref)s is “%(status)s”: this action is not available in its current status."),
            params={"ref": activity.ref, "status": subject(activity).get_status_display()},
        )
    if TRANSITIONS[transition].needs_note and not note.strip():
        raise ValidationError(_("%(ref)s: the note must state the reason."), params={"ref": activity.ref})


def _state_withdrawal(activity, transition, withdrawal):
    """Stores the successor or reason of a withdrawn activity; deletes it once the activity is public again."""
    if transition == "withdraw" and withdrawal:
        successor = withdrawal.replaced_by
        if successor and (successor == activity or not successor.is_published):
            text = _("%(ref)s cannot replace it: only another published activity can.")
            raise ValidationError(text, params={"ref": successor.ref})
        withdrawal.full_clean()
        withdrawal.save()
    if TRANSITIONS[transition].target == Status.PUBLISHED:
        Withdrawal.objects.filter(ref=activity.ref).delete()


def _apply_to_activity(activity, transition, by):
    activity.status = TRANSITIONS[transition].target
    if activity.status == Status.PUBLISHED:
        _review(activity, by)
    activity.save()
    take_snapshot(activity, by=by, reason=transition)
    publish_changes(Activity.objects.filter(pk=activity.pk))


def _apply_to_draft(copy, activity, transition, by):
    if TRANSITIONS[transition].target != Status.PUBLISHED:
        # A transition is no edit: it adds no version to the history of the working copy.
        WorkingCopy.objects.filter(pk=copy.pk).update(status=TRANSITIONS[transition].target)
        return
    if transition == "approve":
        _review(activity, by)
        apply_snapshot(copy.rows, activity)
        # The version names its author; the activity's reviewer and its moves name who approved it.
        reasons = draft_versions(copy).exclude(reason="").values_list("reason", flat=True)
        take_snapshot(activity, by=copy.edited_by, reason=" ".join(reasons) or transition)
        publish_changes(Activity.objects.filter(pk=activity.pk))
    copy.delete()


@transaction.atomic
def restore(activity, version, *, by, reason, token=None):
    """Writes a stored version back as an ordinary change, which awaits review.

    Raises PermissionDenied if the user may not change the activity; ValidationError if `token` is not the
    current version token, if the version points at deleted records, or if restoring would end an edit.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if not may_change(activity, by):
        raise PermissionDenied
    _refuse_outdated(activity, token)
    had_draft = subject(activity) is not activity
    with _deleted_records_refused(activity):
        written = write_snapshot(activity, version.rows or [], by=by, reason=reason)
    if had_draft and not WorkingCopy.objects.filter(activity=activity).exists():
        raise ValidationError(
            _("%(ref)s already has this content. To discard its edit, use “Discard the edit”, with a note."),
            params={"ref": activity.ref},
        )
    if written:
        publish_changes(Activity.objects.filter(pk=activity.pk))


@contextmanager
def _deleted_records_refused(activity):
    """Refuses to write a snapshot that points at records which have been deleted since."""
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
