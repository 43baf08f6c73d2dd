import time
from functools import partial

from django.conf import settings
from django.core.paginator import InvalidPage
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from activities.opendata.linked_data import LinkedData
from activities.search import ActivityFilter, FacetCounts, current_index, current_suggestions, find, replaced
from activities.search.description import in_words
from activities.search.unanswered import counter
from unodc_catalogue.rates import address_of

from ..cards import cards_of_page
from ..layers import Layers
from ..overview import overview_of
from ..page_cache import made_anew
from .refusals import beyond, invalid, refused


@require_safe
def activity_list(request):
    index = current_index()
    form = ActivityFilter(request.GET, index)
    if not form.is_valid():
        context = invalid(request, form)
        return _list_page(request, "activities/activity_list_invalid.html", context, status=400)
    results = find(form.search, index)
    paginator = results.paginated()
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        context = {"form": form, **beyond(request, paginator)}
        return _list_page(request, "activities/activity_list_invalid.html", context, status=400)
    context = {"form": form, "kept": _other_parameters(request.GET), **_listed(request, form, results, page)}
    response = _list_page(request, "activities/activity_list.html", context)
    # Whatever the filters: no activity has all the words.
    if settings.COUNT_UNANSWERED and results.query and not results.hits:
        counter.add(results.search.text, address_of(request))
        counter.write_if_due(time.monotonic())
        return made_anew(response)
    return response


def _listed(request, form, results, page):
    """Returns what a page of results shows."""
    params = form.asked
    counts, asked = FacetCounts(results, params), in_words(results)
    facets = counts.facets()
    return {
        "params": params,
        "asked": asked,
        "results": results,
        "page": page,
        "cards": cards_of_page(results, page),
        "layers": Layers(results),
        "facets": facets,
        "conditions": counts.conditions(facets),
        "total": len(results.index.all),
        "linked_data": LinkedData(request).listing(params, asked, page.paginator.count),
    }


@require_safe
def overview(request):
    """Renders the map and the charts of a list, with the same parameters."""
    index = current_index()
    form = ActivityFilter(request.GET, index)
    if not form.is_valid():
        return refused(request, _("Map and charts"), **invalid(request, form))
    results = find(form.search, index)
    counts = FacetCounts(results, form.asked)
    facets = counts.facets()
    context = {
        "asked": in_words(results),
        "count": len(results),
        "overview": overview_of(facets, partial(_in_list, request.GET), results),
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
    return [
        (name, value)
        for name, values in params.lists()
        if name not in ("q", "page", "verbatim")
        for value in values
    ]


@require_safe
def suggestions(request):
    """Returns the suggestions for `q`, best first, and the text that announces them to a screen reader."""
    found = current_suggestions().best(request.GET.get("q", ""))
    said = ngettext("%(counter)s suggestion", "%(counter)s suggestions", len(found)) % {"counter": len(found)}
    return JsonResponse({"suggestions": found, "said": said if found else _("No suggestion")})
