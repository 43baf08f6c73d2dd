"""The review of what is proposed for an activity: its differences from what readers see, faults, comments."""

from typing import NamedTuple

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.editing import (
    CHANGE,
    Difference,
    Names,
    differences,
    draft_applied,
    last_submission,
    subject,
    version_token,
)
from activities.editing.checks import advice_on, faults_of
from activities.editing.versions import read_snapshot

from ..models import Activity, Comment, Move, Version
from .pages import render_page
from .transitions import REVIEWING, transition_buttons

# Compared field by field, even where readers have seen nothing yet.
FIELDWISE = {"activities.activity": (), "activities.activitytext": ("language",)}
LONGEST = Comment._meta.get_field("text").max_length


class Line(NamedTuple):
    difference: Difference
    comments: list[Comment]


def review_view(modeladmin, request, pk):
    """Shows what is proposed beside what readers see, with everything that a decision takes."""
    activity = get_object_or_404(Activity.objects.select_related("working_copy", "report"), pk=pk)
    if not modeladmin.has_view_permission(request, activity):
        raise PermissionDenied
    token = version_token(activity)  # before anything else: nothing is approved that this page did not show
    comments = _comments(activity)
    found = list(_differences(activity))
    lines = [Line(difference, comments.pop(difference.label, [])) for difference in found]
    faults, advice = _checked(activity)
    context = {
        "title": _("Review of %(ref)s") % {"ref": activity.ref},
        "object": activity,
        "pending": subject(activity),
        "is_public": activity.is_published,
        "version_token": token,
        "submission": last_submission(activity),
        "lines": lines,
        "other_comments": [thread for threads in comments.values() for thread in threads],
        "faults": faults,
        "advice": advice,
        "moves": [move for move in transition_buttons(request, activity) if move[0] in REVIEWING],
        "approves": any(move == "approve" for move, *_rest in transition_buttons(request, activity)),
        "may_comment": request.user.has_perm(CHANGE),
        "accepted": Move.objects.filter(activity=activity, overrides__isnull=False)
        .distinct()
        .order_by("-at")[:5],
        "longest": LONGEST,
    }
    return render_page(modeladmin, request, "activity/review", context)


def comment_view(modeladmin, request, pk):
    """Adds a comment or an answer, or closes a comment."""
    activity = get_object_or_404(Activity, pk=pk)
    if request.method != "POST":
        raise BadRequest
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    thread = None
    if chosen := request.POST.get("thread", ""):
        threads = Comment.objects.filter(activity=activity, answers=None)
        thread = get_object_or_404(threads, pk=chosen if chosen.isdecimal() and len(chosen) < 19 else None)
    if "close" in request.POST and thread:
        if thread.closed_at is None:
            thread.closed_by, thread.closed_at = request.user, timezone.now()
            thread.save(update_fields=["closed_by", "closed_at"])
    elif text := request.POST.get("text", "").replace("\0", "").strip()[:LONGEST]:
        place = thread.place if thread else request.POST.get("place", "").replace("\0", "")[:300]
        Comment.objects.create(activity=activity, answers=thread, place=place, text=text, by=request.user)
    return HttpResponseRedirect(reverse("admin:activities_activity_review", args=[pk]))


def open_comments(activity):
    return Comment.objects.filter(activity=activity, answers=None, closed_at=None).select_related("by")


def _comments(activity):
    """Returns {place: threads}, the open ones first."""
    threads = Comment.objects.filter(activity=activity, answers=None).select_related("by", "closed_by")
    found: dict[str, list[Comment]] = {}
    for thread in sorted(
        threads.prefetch_related("replies__by"), key=lambda thread: thread.closed_at is not None
    ):
        found.setdefault(thread.place, []).append(thread)
    return found


def _differences(activity):
    """Yields the differences of what is proposed from what readers see, or last saw."""
    record, stored = subject(activity), read_snapshot(activity)
    if record is activity:
        public = Version.objects.filter(activity=activity).exclude(change="").order_by("-pk").first()
        before, after = public.rows if public else None, stored
    else:
        before, after = stored, record.rows
    names = Names([before, after])
    yield from differences(_nothing_yet(after) if before is None else before, after, names)


def _nothing_yet(rows):
    """Returns a snapshot with the identity of those rows alone that are compared field by field."""
    return [
        row | {"fields": {name: row["fields"][name] for name in FIELDWISE[row["model"]]}}
        for row in rows
        if row["model"] in FIELDWISE
    ]


def _checked(activity):
    """Returns (messages of the faults, advice) on what is proposed."""
    activity = Activity.objects.get(pk=activity.pk)
    with draft_applied(activity):
        return [fault.message for fault in faults_of(activity)], [
            found.message for found in advice_on(activity)
        ]
