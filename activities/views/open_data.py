"""What readers take with them: IATI files, the whole catalogue, and the page that tells of all ways."""

from functools import partial

from django.conf import settings
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pyroaring import BitMap

from .. import datapackage, iati
from ..bitmaps import current_index
from ..filters import ActivityFilter
from ..models import Activity
from ..results import Results
from . import information


@require_safe
def data(request):
    """Every way to get the data, and the data dictionary."""
    index = current_index()
    carried, left_out = iati.split(index, index.all)
    counts = {"count": len(index.all), "carried": len(carried), "left_out": len(left_out)}
    return information.text(request, "data", {**counts, "tables": datapackage.TABLES})


@require_safe
def iati_coverage(request):
    """What IATI can carry, what it cannot and why, and the sectors that stand for the themes."""
    published = Activity.objects.published().in_report_order().prefetch_related("texts")
    context = {
        "carried": published.exclude(start=None),
        "left_out": published.filter(start=None),
        "sectors": iati.sector_table(),
        "organisation": settings.IATI_REPORTING_ORG,
    }
    return render(request, "activities/iati.html", context)


@require_safe
def catalogue_package(request):
    """The whole catalogue as a Data Package in one ZIP; what is whole is sent, with its length."""
    try:
        archive = datapackage.catalogue_file.opened(request.build_absolute_uri("/").rstrip("/"))
    except datapackage.ChangedMeanwhileError:
        said = _("The catalogue is being edited. Please try again in a minute.")
        headers = {"Retry-After": "60", "Cache-Control": "no-store"}
        return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    return FileResponse(
        archive, as_attachment=True, filename="unodc-activities.zip", content_type="application/zip"
    )


@require_safe
def activity_iati_list(request):
    """The activities of a list as an IATI file, of the same parameters."""
    filterset = ActivityFilter(request.GET, queryset=Activity.objects.published())
    if not filterset.is_valid():
        return render(request, "activities/activity_list_invalid.html", {"filterset": filterset}, status=400)
    return _iati_file(request, filterset.index, Results(filterset).slots, "unodc-activities")


@require_safe
def activity_iati(request, ref):
    """One activity as an IATI file; where IATI cannot carry it, the file says why and holds none."""
    activity = get_object_or_404(Activity.objects.published(), ref=ref)
    return _iati_file(request, current_index(), BitMap([activity.report_order]), ref)


def _iati_file(request, index, slots, name):
    address = request.build_absolute_uri()
    return StreamingHttpResponse(
        iati.document(index, slots, partial(_absolute, request), address),
        content_type="application/xml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.iati.xml"'},
    )


def _absolute(request, name, *arguments, language=settings.LANGUAGE_CODE):
    # A file is written when the language of the request is no longer in force.
    with translation.override(language):
        return request.build_absolute_uri(reverse(name, args=arguments))
