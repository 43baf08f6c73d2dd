from typing import NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from activities.editing.differences import Difference, Names, differences
from activities.editing.transitions import may_change, restore
from activities.editing.working_copies import version_token

from ..models import Activity, Move, Version
from ..models.vocabulary import Status
from .moves import NAMES

REASONS = {**NAMES, "load_catalogue": _("Loaded from the files of the catalogue")}
PER_PAGE = 20


class Line(NamedTuple):
    version: Version
    reason: str
    differences: list[Difference] | None  # None for the first version, which differs from nothing


class History(admin.ModelAdmin):
    """Shows every version of an activity and of its drafts with its changes, and restores any of them."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.restore_view)
        route = "<int:pk>/versions/<int:version>/restore/"
        return [path(route, view, name="activities_activity_restore"), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        number = unquote(object_id)
        activity = get_object_or_404(Activity, pk=number if number.isdecimal() else None)
        if not self.has_view_permission(request, activity):
            raise PermissionDenied
        versions = Version.objects.filter(activity=activity).select_related("by").order_by("-pk")
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
        # The pending draft, else the activity: each save of either is a version.
        stored = getattr(activity, "working_copy", None) or versions.filter(of_copy=False).first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": activity,
            "title": _("History of %(ref)s") % {"ref": activity.ref},
            "page": page,
            "lines": _lines(versions, page),
            "may_restore": may_change(activity, request.user),
            "stored": stored and stored.rows,
            "version_token": version_token(activity),
            **(extra_context or {}),
        }
        return render(request, "admin/activities/activity/history.html", context)

    def restore_view(self, request, pk, version):
        chosen = get_object_or_404(Version.objects.select_related("activity"), activity=pk, pk=version)
        if request.method != "POST" or chosen.rows is None:
            raise BadRequest
        when = date_format(localtime(chosen.at), "SHORT_DATETIME_FORMAT")
        reason = _("Restored as of %(when)s") % {"when": when}
        try:
            seen = request.POST.get("version_token", "")
            restore(chosen.activity, chosen, by=request.user, reason=reason, seen=seen)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:activities_activity_history", args=[pk]))
        text = _("The version of %(when)s is restored: look it through, then submit it for review.")
        self.message_user(request, text % {"when": when}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:activities_activity_change", args=[pk]))


def _lines(versions, page):
    """Yields the versions of a page, each compared with the one that it was made from."""
    origins = _origins(versions)
    wanted = {origins[version.pk] for version in page}
    documents = dict(versions.filter(pk__in=wanted - {None}).values_list("pk", "rows"))
    names = Names([*(version.rows for version in page), *documents.values()])
    for version in page:
        before = documents.get(origins[version.pk])
        told = version.rows is not None and before is not None
        said = list(differences(before, version.rows, names)) if told else None
        yield Line(version, str(REASONS.get(version.reason, version.reason)), said)


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
    last = last_of_entry = edit = None
    for pk, of_copy, follows in rows:
        if follows != edit:
            last, edit = last_of_entry, follows
        origins[pk] = last if of_copy else last_of_entry
        last, last_of_entry = pk, last_of_entry if of_copy else pk
    return origins
