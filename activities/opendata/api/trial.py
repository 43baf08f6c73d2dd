"""A page to try the API: a form for each address, made of its parameters, and the request that it makes."""

import shlex
from typing import Any
from urllib.parse import quote

from django.http import QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from . import urls
from .directory import endpoints
from .parameters import Parameter

FIRST = "activities"
REF = Parameter("ref", _("The reference of the activity, which never changes."), {"type": "string"})
# What the page takes besides the parameters of the API.
TAKES = ("endpoint", "send", REF.name)


@require_safe
def trial(request):
    rows = {row.name.removeprefix("api_"): row for row in endpoints(urls.urlpatterns)}
    chosen = request.GET.get("endpoint", FIRST)
    row = rows.get(chosen, rows[FIRST])
    of_path = [REF] if "{ref}" in row.path else []
    parameters = row.view().parameters()
    path = row.path.replace("{ref}", quote(request.GET.get("ref", ""), safe=""))
    query = _query(parameters, request.GET)
    address = f"{path}{query and '?'}{query}"
    absolute = request.build_absolute_uri(address)
    context = {
        "endpoints": rows.items(),
        "chosen": next(name for name, each in rows.items() if each is row),
        "endpoint": row,
        "fields": [_field(parameter, request.GET) for parameter in [*of_path, *parameters]],
        "lacks_ref": bool(of_path) and not request.GET.get("ref"),
        "sent": "send" in request.GET,
        "address": address,
        "absolute": absolute,
        "curl": f"curl {shlex.quote(absolute)}",
    }
    return render(request, "activities/api_trial.html", context)


def _query(parameters, given) -> str:
    """Returns the query string of the request, without empty values."""
    params = QueryDict(mutable=True)
    for parameter in parameters:
        values = [value for value in given.getlist(parameter.name) if value]
        if values and parameter.listed:
            values = [",".join(values)]
        params.setlist(parameter.name, values if parameter.many else values[:1])
    return params.urlencode(safe=",")


def _field(parameter, given) -> dict[str, Any]:
    """Returns what the template needs for the control of a parameter."""
    schema = parameter.schema.get("items", parameter.schema)
    values = given.getlist(parameter.name)
    return {
        "name": parameter.name,
        "said": parameter.description,
        "multiple": parameter.many or parameter.listed,
        "choices": [(value, value in values) for value in schema.get("enum", [])],
        "value": values[0] if values else "",
        "number": schema.get("type") == "integer",
        "required": parameter is REF,
    }
