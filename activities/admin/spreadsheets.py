"""The list of activities as a spreadsheet, and its import: uploaded, compared, confirmed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.curation.spreadsheets.delimited import csv_file
from activities.curation.spreadsheets.grids import MOST_ROWS
from activities.curation.spreadsheets.tables import TABLES
from activities.curation.spreadsheets.upload import MOST_BYTES, read_upload
from activities.curation.spreadsheets.workbook import xlsx_file
from activities.curation.spreadsheets.writing import entries

from ..models import Activity, Upload
from . import confirmation

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


class Spreadsheets(admin.ModelAdmin):
    """Export and import for users who may edit activities; only its uploader sees a pending upload."""

    change_list_template = "admin/activities/activity/change_list.html"

    def get_urls(self):
        routes = (
            ("spreadsheet/export/<str:form>/", self.export_view, "export"),
            ("spreadsheet/", self.upload_view, "upload"),
            ("spreadsheet/<int:pk>/", self.plan_view, "plan"),
            ("spreadsheet/<int:pk>/progress/", confirmation.progress_view, "progress"),
        )
        own = [
            path(
                route, self.admin_site.admin_view(self._for_writers(view)), name=f"activities_activity_{name}"
            )
            for route, view, name in routes
        ]
        return [*own, *super().get_urls()]

    def _for_writers(self, view):
        def guarded(request, **named):
            if not self.has_change_permission(request):
                raise PermissionDenied
            return view(request, **named)

        return guarded

    def changelist_view(self, request, extra_context=None):
        context = {"may_export": self.has_change_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def export_view(self, request, form):
        """Exports the whole current list, with its search and filters applied."""
        if form not in FILES:
            raise Http404
        try:
            chosen = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as error:
            raise BadRequest from error
        if chosen.count() > MOST_ROWS:
            text = _(
                "A spreadsheet holds %(most)d entries at most: narrow the list by its search or filters."
            )
            self.message_user(request, text % {"most": MOST_ROWS}, messages.WARNING)
            query = request.GET.urlencode()
            return HttpResponseRedirect(f"{reverse('admin:activities_activity_changelist')}?{query}")
        name, kind, write = FILES[form]
        activities = Activity.objects.filter(pk__in=chosen.order_by().values("pk")).in_report_order()
        response = HttpResponse(write(entries(activities)), content_type=kind)
        name = f"{timezone.localdate():%Y-%m-%d}-{name}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def upload_view(self, request):
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_valid():
            Upload.objects.forgotten().delete()
            upload = Upload.objects.create(
                by=request.user, name=form.cleaned_data["file"].name[:200], tables=form.cleaned_data["tables"]
            )
            return HttpResponseRedirect(reverse("admin:activities_activity_plan", args=[upload.pk]))
        pending = Upload.objects.filter(by=request.user).pending().defer("tables")
        context = {
            "form": form, "most_rows": MOST_ROWS, "pending": pending, "title": _("Bring back a spreadsheet"),
        }  # fmt: skip
        return self._page(request, "upload", context)

    def plan_view(self, request, pk):
        upload = get_object_or_404(Upload, pk=pk, by=request.user)
        if request.method == "POST":
            return confirmation.decide(self, request, upload)
        return self._page(request, *confirmation.plan_page(request, upload))

    def _page(self, request, name, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return render(request, f"admin/activities/activity/{name}.html", context)
