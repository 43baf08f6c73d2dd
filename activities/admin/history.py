from typing import NamedTuple

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from activities.editing import Difference, Names, differences, may_change, restore, version_token

from ..models import Activity, Move, Version
from ..models.vocabulary import Status
from .pages import render_page
from .transitions import NAMES

REASONS = {**NAMES, "load_catalogue": _("Loaded from the files of the catalogue")}
PER_PAGE = 20


class Line(NamedTuple):
    version: Version
    reason: str
    differences: list[Difference] | None  # None for the first version, which differs from nothing


def history_view(modeladmin, request, object_id, extra_context=None):
    """Shows every version of an activity and of its drafts with its changes."""
    pk = unquote(object_id)
    activity = get_object_or_404(Activity, pk=pk if pk.isdecimal() else None)
    if not modeladmin.has_view_permission(request, activity):
        raise PermissionDenied
    versions = Version.objects.filter(activity=activity).select_related("by").order_by("-pk")
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    # The pending draft, else the activity: each save of either is a version.
    stored = getattr(activity, "working_copy", None) or versions.filter(of_copy=False).first()
    context = {
        "object": activity,
        "title": _("History of %(ref)s") % {"ref": activity.ref},
        "page": page,
        "lines": _lines(versions, page),
        "may_restore": may_change(activity, request.user),
        "stored": stored and stored.rows,
        "version_token": version_token(activity),
        **(extra_context or {}),
    }
    return render_page(modeladmin, request, "activity/history", context)


def restore_view(modeladmin, request, pk, version):
    """Restores a version of an activity as a draft or, if it is not published, in place."""
    chosen = get_object_or_404(Version.objects.select_related("activity"), activity=pk, pk=version)
    if request.method != "POST" or chosen.rows is None:
        raise BadRequest
    when = date_format(localtime(chosen.at), "SHORT_DATETIME_FORMAT")
    reason = _("Restored as of %(when)s") % {"when": when}
    try:
        token = request.POST.get("version_token", "")
        restore(chosen.activity, chosen, by=request.user, reason=reason, token=token)
    except ValidationError as error:
        modeladmin.message_user(request, " ".join(error.messages), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:activities_activity_history", args=[pk]))
    text = _("The version of %(when)s is restored: check it, then submit it for review.")
    modeladmin.message_user(request, text % {"when": when}, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:activities_activity_change", args=[pk]))


def _lines(versions, page):
    """Yields the versions of a page, each compared with the one that it was made from."""
    origins = _origins(versions)
    wanted = {origins[version.pk] for version in page}
    documents = dict(versions.filter(pk__in=wanted - {None}).values_list("pk", "rows"))
    names = Names([*(version.rows for version in page), *documents.values()])
    for version in page:
        before = documents.get(origins[version.pk])
        comparable = version.rows is not None and before is not None
        changes = list(differences(before, version.rows, names)) if comparable else None
        yield Line(version, str(REASONS.get(version.reason, version.reason)), changes)


def _origins(versions):
    """Returns {pk of a version: pk of the version before it or None}.

    A version of the activity follows the last one of the activity, not of a draft that may never have been
    approved.
    """
    # Drafts that were approved or discarded.
    ended = Move.objects.filter(activity=OuterRef("activity"), of_copy=True, target=Status.PUBLISHED)
    ended_before = ended.filter(at__lt=OuterRef("at")).order_by("-at").values("pk")[:1]
    rows = (
        versions.annotate(ended=Subquery(ended_before)).order_by("pk").values_list("pk", "of_copy", "ended")
    )
    origins: dict[int, int | None] = {}
    last = last_of_activity = edit = None
    for pk, of_copy, follows in rows:
        if follows != edit:
            last, edit = last_of_activity, follows
        origins[pk] = last if of_copy else last_of_activity
        last, last_of_activity = pk, last_of_activity if of_copy else pk
    return origins
