"""Decides who may approve an activity, and whether its content may be published: four eyes, no faults."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, WorkingCopy
from activities.models.vocabulary import Status

from .checks import faults_of
from .rules import TRANSITIONS
from .working_copies import draft_applied, draft_versions


def subject(activity):
    """Returns the object that a transition acts on: the activity's working copy, else the activity."""
    return getattr(activity, "working_copy", None) or activity


def authors(activity):
    """Returns the pks of the users who wrote what an approval would publish.

    An editor who changed it during a review counts until somebody submits or confirms the text as it then is:
    whoever did vouches for it.
    """
    submitted = last_submission(activity)
    written = _written(activity)
    if submitted:
        written = written.exclude(status=Status.IN_REVIEW, at__lt=submitted.at)
    return {
        *written.exclude(by=None).values_list("by", flat=True),
        *([submitted.by_id] if submitted else []),
    }


def last_submission(activity):
    """Returns the last transition that submitted, or confirmed, what is to be approved."""
    moves = activity.moves.filter(target=Status.IN_REVIEW)
    return moves.select_related("by").order_by("at", "pk").last()


def changed_in_review_by(activity):
    """Returns the pks of the users who changed what is in review since it was submitted or confirmed."""
    submitted = last_submission(activity)
    changed = _written(activity).filter(status=Status.IN_REVIEW).exclude(by=None)
    return set((changed.filter(at__gt=submitted.at) if submitted else changed).values_list("by", flat=True))


def _written(activity):
    record = subject(activity)
    return _activity_versions(activity) if record is activity else draft_versions(record)


def _activity_versions(activity):
    """Returns the versions written by edits since the activity was last published."""
    published = activity.moves.filter(target=Status.PUBLISHED, of_copy=False).order_by("at").last()
    written = activity.versions.filter(of_copy=False, status__in=(Status.DRAFT, Status.IN_REVIEW))
    written = written.exclude(reason__in=TRANSITIONS)
    return written.filter(at__gt=published.at) if published else written


def blocking_faults(activity):
    """Returns the messages of the faults with which what is to be approved is not published."""
    activity = Activity.objects.get(pk=activity.pk)
    with draft_applied(activity):
        return [fault.message for fault in faults_of(activity)]


def refuse_approval(activity, by, accepted):
    """Raises ValidationError if the user may not approve the content; `accepted` is {fault: reason}."""
    if not _cites_its_report_alone(activity):
        raise ValidationError(
            _("%(ref)s: it cites no paragraph, or one of another report."), params={"ref": activity.ref}
        )
    if not activity.report.published:
        raise ValidationError(
            _("%(ref)s: its report is in preparation; an editor must publish the report first."),
            params={"ref": activity.ref},
        )
    if by.pk in authors(activity) and not settings.SELF_REVIEW:
        raise ValidationError(
            _("%(ref)s: nobody can approve their own work; another person must approve it."),
            params={"ref": activity.ref},
        )
    copy = subject(activity)
    if isinstance(copy, WorkingCopy) and copy.is_outdated:
        raise ValidationError(
            _("%(ref)s: the published activity has changed since; open the edit and save it again."),
            params={"ref": activity.ref},
        )
    _refuse_faults(activity, accepted)


def _refuse_faults(activity, accepted):
    left = [fault for fault in blocking_faults(activity) if not accepted.get(fault, "").strip()]
    if left:
        raise ValidationError(
            _(
                "%(ref)s has faults, each to be corrected, or accepted with a reason on its review page: %(faults)s"
            ),
            params={"ref": activity.ref, "faults": " · ".join(left)},
        )


def _cites_its_report_alone(activity):
    """True if the content to approve cites at least one paragraph, and only paragraphs of its own report."""
    record = subject(activity)
    if record is activity:
        cited = {citation.paragraph_id for citation in activity.citations.all()}
    else:
        cited = {row["fields"]["paragraph"] for row in record.rows if row["model"].endswith(".citation")}
    return bool(cited) and activity.report.paragraphs.filter(pk__in=cited).count() == len(cited)
