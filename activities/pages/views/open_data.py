"""Open data pages: every way to download the data, the IATI coverage, and the Data Package itself."""

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Activity
from activities.opendata import datapackage, iati
from activities.search import current_index
from unodc_catalogue.rates import limited

from . import information
from .harvested import whole


@require_safe
def data(request):
    """Renders every way to get the data, and the data dictionary."""
    index = current_index()
    split = iati.split(index, index.all)
    counts = {
        "count": len(index.all),
        "carried": len(split.carried),
        "undated": len(split.undated),
        "placeless": len(split.placeless),
    }
    return information.text(
        request, "data", {**counts, "tables": datapackage.RESOURCES, "linked_data": whole(request)}
    )


@require_safe
def iati_coverage(request):
    """Renders what IATI can represent, what it cannot and why, and the sectors that the themes map to."""
    index = current_index()
    published = Activity.objects.published().in_report_order().prefetch_related("texts")
    split = iati.split(index, index.all)
    context = {
        "carried": published.at(split.carried),
        "undated": published.at(split.undated),
        "placeless": published.at(split.placeless),
        "sectors": iati.sector_table(),
        "organisation": settings.IATI_REPORTING_ORG,
    }
    return render(request, "activities/iati.html", context)


@require_safe
@limited("API_FILE_RATE")
def catalogue_package(request):
    """Sends the catalogue as a Data Package in one ZIP, with its length; 503 while edits prevent it."""
    try:
        archive = datapackage.catalogue_file.opened(request.build_absolute_uri("/").rstrip("/"))
    except datapackage.ChangedMeanwhileError:
        said = _("The catalogue is being edited. Please try again in a minute.")
        headers = {"Retry-After": "60", "Cache-Control": "no-store"}
        return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    return FileResponse(
        archive, as_attachment=True, filename="unodc-activities.zip", content_type="application/zip"
    )
