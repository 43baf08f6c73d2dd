from functools import partial

from django.core.paginator import InvalidPage
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from activities.models import Activity
from activities.opendata.linked_data import LinkedData
from activities.search.description import query_in_words
from activities.search.facets import FacetCounts, replaced
from activities.search.filters import ActivityFilter
from activities.search.results import Results, paginated
from activities.search.suggestions import current_suggestions

from ..cards import cards
from ..overview import overview_of
from .refusals import beyond, invalid, refused


@require_safe
def activity_list(request):
    filterset = ActivityFilter(request.GET, queryset=Activity.objects.published())
    if not filterset.is_valid():
        context = invalid(request, filterset)
        return _list_page(request, "activities/activity_list_invalid.html", context, status=400)
    results = Results(filterset)
    paginator = paginated(results)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        context = {"filterset": filterset, **beyond(request, paginator)}
        return _list_page(request, "activities/activity_list_invalid.html", context, status=400)
    counts = FacetCounts(results)
    facets = counts.facets()
    return _list_page(
        request,
        "activities/activity_list.html",
        {
            "filterset": filterset,
            "page": page,
            "cards": cards(results, list(page)),
            "facets": facets,
            "conditions": counts.conditions(facets),
            **_instead(results, counts),
            "kept": _other_parameters(request.GET),
            "total": len(counts.index.all),
            "linked_data": _described(request, results),
        },
    )


def _described(request, results):
    filterset = results.filterset
    return LinkedData(request).listing(filterset.asked, query_in_words(filterset), len(results))


def _instead(results, counts):
    """Returns alternatives for a text without hits: the nearest words, and the records that it names."""
    if results.hits:
        return {"nowhere": False}
    text = results.filterset.form.cleaned_data["q"]
    return {"nowhere": True, "nearest": counts.nearest(), "named": current_suggestions().named_in(text)}


@require_safe
def overview(request):
    """Renders the map and the charts of a list, with the same parameters."""
    filterset = ActivityFilter(request.GET, queryset=Activity.objects.published())
    if not filterset.is_valid():
        return refused(request, _("Map and charts"), **invalid(request, filterset))
    counts = FacetCounts(Results(filterset))
    facets = counts.facets()
    context = {
        "filterset": filterset,
        "count": len(counts.results),
        "overview": overview_of(facets, partial(_in_list, request.GET)),
        "conditions": counts.conditions(facets),
    }
    return render(request, "activities/overview.html", context)


def _in_list(params, facet, value):
    return reverse("activity_list") + replaced(params, facet, value)


def _list_page(request, template, context, status=200):
    """Renders the whole page; for htmx, which swaps them in, the title and the list alone."""
    swapped = request.htmx and not request.htmx.history_restore_request
    base = "activities/_swap.html" if swapped else "base.html"
    return render(request, template, {**context, "base": base}, status=status)


def _other_parameters(params):
    """Returns the parameters that the search form repeats besides the text: the filters and the order."""
    return [(name, value) for name, values in params.lists() if name not in ("q", "page") for value in values]


@require_safe
def suggestions(request):
    """Returns the suggestions for `q`, best first, and the text that announces them to a screen reader."""
    found = current_suggestions().best(request.GET.get("q", ""))
    said = ngettext("%(counter)s suggestion", "%(counter)s suggestions", len(found)) % {"counter": len(found)}
    return JsonResponse({"suggestions": found, "said": said if found else _("No suggestion")})
