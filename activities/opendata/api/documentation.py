"""The API documentation page, generated from what the views declare, so that it cannot contradict them."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..exports import FORMATS, TABLES, ActivitySerializer
from . import urls, versions
from .directory import endpoints

SHOWN = 12  # values of a parameter; the schema lists all


def documented():
    """Returns each address with its parameters, for the template."""
    return [
        {"path": row.path, "said": row.said, "parameters": [_shown(item) for item in row.view().parameters()]}
        for row in endpoints(urls.urlpatterns)
    ]


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
        "endpoints": documented(),
        "formats": FORMATS,
        "tables": TABLES,
        "fields": ActivitySerializer().fields,
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, f"activities/texts/{get_language()}/api.html", context)


@require_safe
def changes(request):
    """Renders the versions of the API and what is announced to end."""
    context = {"versions": versions.VERSIONS, "deprecations": versions.DEPRECATIONS}
    return render(request, "activities/api_changes.html", context)
