"""Pagination of lists, with a maximum page size."""

import re

from django.core.paginator import EmptyPage, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import InvalidParameters, PageNotFound
from .parameters import WHOLE, Parameter

PAGE_SIZE = 50
MAX_PAGE_SIZE = 500

PARAMETERS = [
    Parameter(
        "page", gettext_lazy("Which page, from 1."), {"type": "integer", "minimum": 1, "maximum": 999_999_999, "default": 1}
    ),
    Parameter(
        "page_size",
        gettext_lazy("How many on a page: 500 at most."),
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
    ),
]  # fmt: skip


def page_of(rows, request):
    """Returns the page that a request asks for. Raises InvalidParameters, PageNotFound past the last page."""
    number = _whole(request, "page", 1)
    size = _whole(request, "page_size", PAGE_SIZE)
    if size > MAX_PAGE_SIZE:
        message = _("%(count)d at most.") % {"count": MAX_PAGE_SIZE}
        raise InvalidParameters({"page_size": [message]})
    try:
        return Paginator(rows, size).page(number)
    except EmptyPage:
        last = Paginator(rows, size).num_pages
        raise PageNotFound({"page": [_("The last page is %(last)d.") % {"last": last}]}) from None


def enveloped(page, request, records, **more):
    """Returns the records of a page with the total count and the URLs of the pages around it."""
    return {
        "count": page.paginator.count,
        "next": _address(request, page.next_page_number()) if page.has_next() else None,
        "previous": _address(request, page.previous_page_number()) if page.has_previous() else None,
        **more,
        "results": records,
    }


def schema_of(component, **more):
    address = {"type": ["string", "null"], "format": "uri"}
    properties = {
        "count": {"type": "integer"},
        "next": address,
        "previous": address,
        **more,
        "results": {"type": "array", "items": component},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _whole(request, name, default):
    value = request.query_params.get(name, str(default))
    if not re.fullmatch(WHOLE, value, re.ASCII):
        raise InvalidParameters({name: [_("It must be a whole number from 1.")]})
    return int(value)


def _address(request, number):
    params = request.query_params.copy()
    params["page"] = number
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")
