"""One facet of a list with all its values: a page of its own, and the values that a list leaves out."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activities.search import FACETS, ActivityFilter, FacetCounts, current_index, find
from activities.search.description import in_words

from .refusals import invalid, refused


@require_safe
def facet_page(request, facet):
    """Renders all the values of a facet for the search of a list; for its fold, those that the list leaves out."""
    if facet not in FACETS:
        raise Http404
    form = ActivityFilter(request.GET, index := current_index())
    if not form.is_valid():
        return refused(request, FACETS[facet], **invalid(request, form))
    results = find(form.search, index)
    counted = FacetCounts(results, form.asked).facet(facet)
    if request.htmx:
        return render(request, "activities/_facet_rest.html", {"facet": counted})
    context = {
        "facet": counted,
        "asked": in_words(results),
        "count": len(results),
        "params": form.asked,
    }
    return render(request, "activities/facet.html", context)
