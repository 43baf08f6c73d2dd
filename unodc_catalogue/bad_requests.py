"""The responses to requests that Django refuses before or without a view."""

from http import HTTPStatus

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from activities.search.parameters import see_only

from .middleware import LongAddress
from .problems import answer
from .refusals import WORDS

TITLE = WORDS[HTTPStatus.BAD_REQUEST][0]
REASONS = {
    TooManyFieldsSent: _("The address has too many parameters."),
    LongAddress: _("The address is too long."),
}
MALFORMED = _("The address or the data sent are not well formed.")


def bad_request(request, exception=None):
    """Describes the error without repeating the request."""
    see_only(request, QueryDict())  # whose parameters could not be parsed
    return answer(request, HTTPStatus.BAD_REQUEST, TITLE, REASONS.get(type(exception), MALFORMED))
