from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..facets import FacetCounts
from ..filters import ActivityFilter
from ..keyfigures import key_figures
from ..linked_data import LinkedData
from ..models import Activity, Figure, Paragraph, Report
from ..overview import overview_of
from ..results import Results


@require_safe
def home(request):
    everything = ActivityFilter(QueryDict(), queryset=Activity.objects.published())
    everything.is_valid()
    results = Results(everything)
    activities = reverse("activity_list")
    overview = overview_of(
        FacetCounts(results).facets(), lambda facet, value: f"{activities}?{facet}={value}"
    )
    return render(
        request,
        "activities/home.html",
        {
            "activities": len(results),
            "paragraphs": Paragraph.objects.filter(
                report=Report.objects.published().order_by("-ref")[:1]
            ).count(),
            "quantities": Figure.objects.published().count(),
            "overview": overview,
            "figures": key_figures(),
            "linked_data": LinkedData(request).catalogue(),
        },
    )
