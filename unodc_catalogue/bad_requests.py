"""The responses to requests that Django refuses before or without a view."""

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpResponseBadRequest, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError

from activities.opendata.api.errors import problem
from activities.opendata.api.sharing import for_programs, shared
from activities.search.parameters import see_only

from .middleware import LongAddress


def bad_request(request, exception=None):
    """Describes the error without repeating the request: a page for visitors, JSON for programs."""
    see_only(request, QueryDict())  # whose parameters could not be parsed
    reason = {
        TooManyFieldsSent: _("The address has too many parameters."),
        LongAddress: _("The address is too long."),
    }.get(type(exception), _("The address or the data sent are not well formed."))
    if _is_for_programs(request):
        return _as_problem(request, reason)
    return HttpResponseBadRequest(render_to_string("400.html", {"reason": reason}, request=request))


def _is_for_programs(request):
    try:
        return for_programs(resolve(request.path_info).func)
    except Resolver404:
        return False


@shared
def _as_problem(request, reason):
    made = problem(ParseError(reason))
    return JsonResponse(made.data, status=made.status_code, content_type=made.content_type)
