"""What is answered to parameters that a page cannot follow."""

from django.shortcuts import render

from ..facets import dropped


def refused(request, heading, **context):
    """A page of this heading that says what is wrong: the errors of a `filterset`, or what `beyond` tells."""
    return render(request, "activities/refused.html", {"heading": heading, **context}, status=400)


def beyond(request, paginator):
    """What a refusal tells of a page that a list does not have."""
    return {"last_page": paginator.num_pages, "first": dropped(request.GET, "page")}
