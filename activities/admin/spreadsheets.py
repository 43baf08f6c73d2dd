"""Exports the list of activities as a spreadsheet, and imports one: uploaded, compared, confirmed."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.curation.spreadsheets import (
    MOST_BYTES,
    MOST_ROWS,
    TABLES,
    csv_file,
    read_upload,
    sheet_activities,
    xlsx_file,
)

from ..models import Activity, Upload
from . import confirmation
from .pages import render_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# {format: (file name, content type, writer)}
FILES: dict[str, tuple[str, str, Callable[[Any], bytes]]] = {
    "xlsx": ("activites.xlsx", XLSX, xlsx_file),
    "csv": ("activites.csv", CSV, partial(csv_file, TABLES["activities"])),
    "figures": ("chiffres.csv", CSV, partial(csv_file, TABLES["figures"])),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File (XLSX or CSV)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        # Checked before the file is read; `read_upload` checks its input again.
        if file.size > MOST_BYTES:
            size = MOST_BYTES // 2**20
            raise ValidationError(_("The file is larger than %(size)d megabytes."), params={"size": size})
        self.cleaned_data["tables"] = read_upload(file.read())
        return file


def for_editors(view):
    """Returns the view for users who may edit activities; refuses others (403)."""

    @wraps(view)
    def guarded(modeladmin, request, **named):
        if not modeladmin.has_change_permission(request):
            raise PermissionDenied
        return view(modeladmin, request, **named)

    return guarded


@for_editors
def export_view(modeladmin, request, form):
    """Exports the whole current list, with its search and filters applied."""
    if form not in FILES:
        raise Http404
    try:
        chosen = modeladmin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters as error:
        raise BadRequest from error
    if chosen.count() > MOST_ROWS:
        text = _(
            "A spreadsheet contains %(most)d activities at most: narrow the list with the search or the filters."
        )
        modeladmin.message_user(request, text % {"most": MOST_ROWS}, messages.WARNING)
        query = request.GET.urlencode()
        return HttpResponseRedirect(f"{reverse('admin:activities_activity_changelist')}?{query}")
    name, kind, write = FILES[form]
    activities = Activity.objects.filter(pk__in=chosen.order_by().values("pk")).in_report_order()
    response = HttpResponse(write(sheet_activities(activities)), content_type=kind)
    name = f"{timezone.localdate():%Y-%m-%d}-{name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_editors
def upload_view(modeladmin, request):
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        Upload.objects.forgotten().delete()
        upload = Upload.objects.create(
            by=request.user, name=form.cleaned_data["file"].name[:200], tables=form.cleaned_data["tables"]
        )
        return HttpResponseRedirect(reverse("admin:activities_activity_plan", args=[upload.pk]))
    pending = Upload.objects.filter(by=request.user).pending().defer("tables")
    context = {
        "form": form, "most_rows": MOST_ROWS, "pending": pending, "title": _("Upload a spreadsheet"),
    }  # fmt: skip
    return render_page(modeladmin, request, "activity/upload", context)


@for_editors
def plan_view(modeladmin, request, pk):
    """Shows the changes of an upload, its progress or its result, to its uploader alone; decides on a POST."""
    upload = get_object_or_404(Upload, pk=pk, by=request.user)
    if request.method == "POST":
        return confirmation.decide(modeladmin, request, upload)
    template, context = confirmation.plan_page(request, upload)
    return render_page(modeladmin, request, f"activity/{template}", context)


@for_editors
def progress_view(modeladmin, request, pk):
    """Returns the progress as JSON: whether the import is still running, its counts and a sentence."""
    upload = get_object_or_404(Upload.objects.defer("tables"), pk=pk, by=request.user)
    return JsonResponse(confirmation.progress_of(upload))
