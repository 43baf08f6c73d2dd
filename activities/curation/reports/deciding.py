"""Decisions of analysts on suggestions, and the publication of a report in preparation."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from activities.models import Activity, Report
from activities.models.source_text import State
from activities.models.vocabulary import Status
from activities.search import publish_changes

DECIDE, PUBLISH = "activities.change_suggestion", "activities.change_report"

UNTITLED = ngettext_lazy(
    "%(count)d section without a title in one language",
    "%(count)d sections without a title in one language",
    "count",
)
UNWRITTEN = ngettext_lazy(
    "%(count)d paragraph without a gist or a disposition",
    "%(count)d paragraphs without a gist or a disposition",
    "count",
)
UNCITED = ngettext_lazy(
    "%(count)d catalogued paragraph that no activity in review cites",
    "%(count)d catalogued paragraphs that no activity in review cites",
    "count",
)


def decide(suggestions, state, *, by) -> int:
    """Accepts, dismisses or reopens suggestions; returns how many changed state.

    Raises PermissionDenied for a user who may not.
    """
    if not by.has_perm(DECIDE):
        raise PermissionDenied
    decided = {} if state == State.OPEN else {"by": by, "at": timezone.now()}
    return suggestions.exclude(state=state).update(state=state, **{"by": None, "at": None, **decided})


@transaction.atomic
def publish(report, *, by):
    """Publishes a report, whose activities may be approved from then on.

    Raises PermissionDenied for a user who may not, ValidationError with everything that is still missing.
    """
    if not by.has_perm(PUBLISH):
        raise PermissionDenied
    report = Report.objects.select_for_update().get(pk=report.pk)
    if lacks := [] if report.published else lacking(report):
        raise ValidationError([f"{report}: {lack}" for lack in lacks])
    report.published = True
    report.save(update_fields=["published"])
    publish_changes(Activity.objects.filter(report=report))


def lacking(report) -> list[str]:
    """Returns the reasons, in words, why a report cannot be published yet."""
    counted = (
        (report.sections.unwritten(), UNTITLED),
        (report.paragraphs.unwritten(), UNWRITTEN),
        # Readers would find no activity for them. IN_REVIEW counts: approval requires a published report.
        (report.paragraphs.uncited_by(Status.IN_REVIEW, Status.PUBLISHED), UNCITED),
    )
    return [
        *([] if report.paragraphs.exists() else [_("it has no paragraph")]),
        *(words % {"count": count} for rows, words in counted if (count := rows.count())),
    ]
