"""The answer to an address from which too many wrong passwords came (AXES_LOCKOUT_CALLABLE)."""

from http import HTTPStatus

from axes.helpers import get_cool_off
from django.shortcuts import render


def locked_out(request, original_response=None, credentials=None):
    """Returns 429 with the number of seconds for which signing in stays closed."""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = round(get_cool_off(request).total_seconds())
    return response
