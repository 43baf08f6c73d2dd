"""Lists on the admin index the work that awaits the user, and what can be improved in the catalogue."""

from typing import NamedTuple

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Activity, Move
from ..models.vocabulary import Status
from .columns import PENDING, sent_back, with_pending
from .quality import CHECKS

SHOWN = 10


class Block(NamedTuple):
    title: str
    url: str  # of the full list
    activities: list
    number: int
    reviews: bool = False  # each leads to its review


def blocks(user):
    """Yields the lists of pending activities that concern the user, each with its total; two queries each."""
    if user.has_perm("activities.publish_activity"):
        yield _block(
            _("Awaits review"), "review", _submitted(_pending(Activity.objects.filter(PENDING["review"])))
        )
    if user.has_perm("activities.change_activity"):
        own = _pending(Activity.objects.filter(PENDING["writing"])).filter(author=user.get_username())
        yield _block(_("Sent back"), "sent_back", _with_note(_pending(sent_back())))
        yield _block(_("My drafts and edits"), "mine", own)


def recently_published():
    moves = Move.objects.filter(origin=Status.IN_REVIEW, target=Status.PUBLISHED).order_by("-at", "-pk")
    return moves.select_related("activity", "by").prefetch_related("activity__texts")[:SHOWN]


def quality():
    """Yields (number of rows, model name, description, URL of the filtered list) for each quality check."""
    for name, (model, text, rows) in CHECKS.items():
        url = f"{reverse(f'admin:activities_{model}_changelist')}?quality={name}"
        yield rows().aggregate(number=Count("pk"))["number"], model, text, url


def _pending(activities):
    return with_pending(activities).order_by("-pending_since")


def _submitted(activities):
    """Names who submitted each, not who saved it last."""
    last = Move.objects.filter(activity=OuterRef("pk"), target=Status.IN_REVIEW).order_by("-at", "-pk")
    return activities.annotate(
        author=Coalesce(Subquery(last.values("by__username")[:1]), F("author")),
        note=Subquery(last.values("note")[:1]),
    )


def _with_note(activities):
    last = Move.objects.filter(activity=OuterRef("pk")).order_by("-at", "-pk")
    return activities.annotate(
        note=Subquery(last.values("note")[:1]), reviewer=Subquery(last.values("by__username")[:1])
    )


def _block(title, pending, activities):
    url = f"{reverse('admin:activities_activity_changelist')}?pending={pending}"
    return Block(title, url, list(activities[:SHOWN]), activities.count(), reviews=pending == "review")
