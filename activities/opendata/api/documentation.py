"""The API documentation page, generated from what the views declare, so that it cannot contradict them."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..exports import FORMATS, TABLES, ActivitySerializer
from . import urls

SHOWN = 12  # values of a parameter; the schema lists all


@dataclass(frozen=True)
class Endpoint:
    path: str
    said: Any
    parameters: list


def endpoints():
    """Returns an Endpoint for each named URL pattern, in their order."""
    found = []
    for route in urls.urlpatterns:
        view = getattr(route.callback, "cls", None)
        if route.name and view:
            path = f"/{route.pattern}".replace("<ref:ref>", "{ref}")
            found.append(Endpoint(path, view.said, [_shown(item) for item in view().parameters()]))
    return found


def _shown(parameter):
    values = parameter.schema.get("items", parameter.schema).get("enum", [])
    return {
        "name": parameter.name,
        "said": parameter.description,
        "many": parameter.many,
        "values": values[:SHOWN],
        "left": len(values[SHOWN:]),
    }


@require_safe
def documentation(request):
    context = {
        "endpoints": endpoints(),
        "formats": FORMATS,
        "tables": TABLES,
        "fields": ActivitySerializer().fields,
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, f"activities/texts/{get_language()}/api.html", context)
