"""Error pages (400) for parameters that a page cannot apply."""

from django.shortcuts import render

from activities.search import dropped
from activities.search.parameters import PAGE, see_only, without


def refused(request, heading, **context):
    """Renders an error page with this heading; the context is that of `invalid` or `beyond`."""
    return render(request, "activities/refused.html", {"heading": heading, **context}, status=400)


def invalid(request, form):
    """Returns the context for invalid parameters; the links of the page retain only the valid ones."""
    see_only(request, without(request.GET, form.errors))
    return {"form": form}


def beyond(request, paginator):
    """Returns the context for a page number past the end of a list."""
    asked = request.GET.get(PAGE, "")
    see_only(request, without(request.GET, [PAGE]))
    return {"last_page": paginator.num_pages, "asked_page": asked, "first": dropped(request.GET, PAGE)}
