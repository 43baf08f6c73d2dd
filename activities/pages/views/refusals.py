"""What is answered to parameters that a page cannot follow."""

from django.shortcuts import render

from activities.search.facets import dropped
from activities.search.parameters import PAGE, see_only, without


def refused(request, heading, **context):
    """A page of this heading that says what is wrong: the errors of a `filterset`, or what `beyond` tells."""
    return render(request, "activities/refused.html", {"heading": heading, **context}, status=400)


def invalid(request, filterset):
    """What a refusal tells of parameters; the links of its page keep those that are right."""
    see_only(request, without(request.GET, filterset.form.errors))
    return {"filterset": filterset}


def beyond(request, paginator):
    """What a refusal tells of a page that a list does not have."""
    asked = request.GET.get(PAGE, "")
    see_only(request, without(request.GET, [PAGE]))
    return {"last_page": paginator.num_pages, "asked_page": asked, "first": dropped(request.GET, PAGE)}
