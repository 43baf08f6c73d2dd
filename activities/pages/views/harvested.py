"""The description of the catalogue for portals that harvest it, at one URL whatever the language."""

from django.db.models import Max
from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from activities.models import Activity, Report
from activities.opendata import harvesting
from activities.opendata.linked_data import LinkedData


def whole(request, codes=()):
    """Returns the catalogue with its years and the day of its last change."""
    years = list(Report.objects.published().order_by("ref").values_list("ref", flat=True))
    modified = Activity.objects.published().aggregate(last=Max("updated_at"))["last"]
    return LinkedData(request).catalogue(years=years, modified=modified, codes=codes)


@require_safe
def catalogue_description(request, ending):
    """Returns the catalogue in DCAT-AP, as Turtle, JSON-LD or RDF/XML."""
    with override("en"):
        described = whole(request, codes=("fr", "en"))
    content, content_type = harvesting.written(described, ending)
    return HttpResponse(content, content_type=content_type, headers={"X-Robots-Tag": "noindex"})
