from babel import lists
from django.db.models import Count
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from activities.models import Figure, Report
from activities.opendata.linked_data import LinkedData
from activities.search import FacetCounts, Search, current_index

from ..charts import HOME
from ..key_figures import key_figures
from ..overview import overview_of

MOST = 4  # key figures


def _address(facet, value):
    """Returns where a value leads: a country to its page, which shows what covers it as well."""
    return (
        reverse("country", args=[value])
        if facet == "country"
        else f"{reverse('activity_list')}?{facet}={value}"
    )


@require_safe
def home(request):
    results = current_index().find(Search())
    reports = Report.objects.published().annotate(paragraph_count=Count("paragraphs")).order_by("ref")
    overview = overview_of(FacetCounts(results, QueryDict()).facets(), _address, results, names=HOME)
    return render(
        request,
        "activities/home.html",
        {
            "activities": len(results),
            "years": lists.format_list([report.ref for report in reports], locale=get_language()),
            "paragraphs": sum(report.paragraph_count for report in reports),
            "quantities": Figure.objects.published().count(),
            "overview": overview,
            "figures": key_figures()[:MOST],
            "linked_data": LinkedData(request).catalogue(years=[report.ref for report in reports]),
        },
    )
