from django.contrib import admin
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from activities.editing import subject

from ..models import Activity, Move, Version
from ..models.vocabulary import Status

# What is pending: the status of the draft or, without one, of the activity itself.
PENDING = {
    "review": Q(working_copy__status=Status.IN_REVIEW) | Q(status=Status.IN_REVIEW),
    "writing": Q(working_copy__status=Status.DRAFT) | Q(status=Status.DRAFT),
}


def last_author():
    """Returns a subquery for the user name of whoever last saved an activity."""
    versions = Version.objects.filter(activity=OuterRef("pk"), of_copy=False, by__isnull=False)
    return Subquery(versions.order_by("-pk").values("by__username")[:1])


def sent_back():
    """Returns the activities whose last transition sent them back from review to draft."""
    last = Move.objects.filter(activity=OuterRef("pk")).order_by("-at", "-pk")
    return (
        Activity.objects.filter(PENDING["writing"])
        .annotate(came_from=Subquery(last.values("origin")[:1]), went_to=Subquery(last.values("target")[:1]))
        .filter(came_from=Status.IN_REVIEW, went_to=Status.DRAFT)
    )


class PendingFilter(admin.SimpleListFilter):
    title = _("what is pending")
    parameter_name = "pending"

    def lookups(self, request, model_admin):
        return (
            ("review", _("awaits review")),
            ("writing", _("being written")),
            ("sent_back", _("sent back")),
            ("mine", _("edited by me")),
        )

    def queryset(self, request, queryset):
        match self.value():
            case "review" | "writing" as pending:
                return queryset.filter(PENDING[pending])
            case "sent_back":
                return queryset.filter(pk__in=sent_back().values("pk"))
            case "mine":
                pending = queryset.filter(PENDING["review"] | PENDING["writing"])
                return pending.filter(author=request.user.get_username())
        return queryset


def with_pending(activities):
    """Loads activities with what is pending: the draft without its rows, its last author, and since when."""
    return (
        activities.select_related("working_copy")
        .defer("working_copy__rows")
        .prefetch_related("texts")
        .annotate(
            author=Coalesce("working_copy__edited_by__username", last_author()),
            pending_since=Coalesce("working_copy__edited_at", F("updated_at")),
        )
    )


@admin.display(description=_("title"))
def title(activity):
    return activity.text.title if activity.text else "–"


@admin.display(description=_("status"), ordering="status")
def state(activity):
    pending = subject(activity)
    if pending is activity:
        return activity.get_status_display()
    return _("published; edit: %(status)s") % {"status": pending.get_status_display()}


@admin.display(description=_("by"), ordering="author")
def edited_by(activity):
    return activity.author or "–"


@admin.display(description=_("since"), ordering="pending_since")
def since(activity):
    return date_format(timezone.localtime(activity.pending_since), "SHORT_DATE_FORMAT")
