"""Errors as problem details (RFC 9457), with the invalid parameters."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response

from unodc_catalogue.problems import PROBLEM, details, when_to_retry
from unodc_catalogue.refusals import WORDS

LONGEST = 600  # characters of an error, which may list the known values
TITLES = {
    **{code: WORDS[code][0] for code in (400, 405, 429)},
    404: _("Not found"),
    410: _("This activity was withdrawn"),
}


class InvalidParameterSerializer(serializers.Serializer):
    name = serializers.CharField(help_text=_("The parameter of the address."))
    detail = serializers.CharField(help_text=_("The description of the error."))


class ProblemSerializer(serializers.Serializer):
    """Problem details of an error (RFC 9457); `parameters` gives the messages for each invalid parameter."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    parameters = InvalidParameterSerializer(many=True, required=False)
    replaced_by = serializers.CharField(
        required=False,
        allow_null=True,
        help_text=_("The reference of the successor of a withdrawn activity."),
    )


class InvalidParameters(exceptions.APIException):  # beside DRF's own, which have no such suffix either
    """Raised for invalid query parameters; `errors` is {parameter: [messages]}."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, errors):
        self.errors = {
            name: [Truncator(message).chars(LONGEST) for message in messages]
            for name, messages in errors.items()
        }
        self.parameters = [
            {"name": name, "detail": " ".join(messages)} for name, messages in self.errors.items()
        ]
        said = " ".join(f"{row['name']}: {row['detail']}" for row in self.parameters)
        super().__init__(detail=said)


class PageNotFound(InvalidParameters):
    """Raised for a page past the last one: 404, since the parameter itself is valid by the schema."""

    status_code = status.HTTP_404_NOT_FOUND


class Withdrawn(exceptions.APIException):
    """Raised for an activity that is no longer published: 410; its ref is never reused."""

    status_code = status.HTTP_410_GONE
    default_detail = _("This activity was withdrawn: see `since`.")

    def __init__(self, withdrawal=None):
        self.replaced_by = withdrawal and withdrawal.replaced_by and withdrawal.replaced_by.ref
        super().__init__((withdrawal and withdrawal.reason) or None)


def answer(exception, context=None):
    """Returns the problem response to an exception; None for an outage (OutageMiddleware) or our own bug."""
    match exception:
        case Http404():
            exception = exceptions.NotFound(_("There is nothing at this address."))
        case PermissionDenied():
            exception = exceptions.PermissionDenied()
        case SuspiciousOperation():
            exception = exceptions.ParseError(_("Too many values in the address."))
        case exceptions.APIException():
            pass
        case _:
            return None
    return problem(exception)


def problem(exception):
    """Returns the problem response to an exception of the API."""
    code = exception.status_code
    parameters = getattr(exception, "parameters", None)
    members = {"parameters": parameters} if parameters else {}
    if isinstance(exception, Withdrawn):
        members["replaced_by"] = exception.replaced_by
    body = details(code, TITLES.get(code, exception.default_detail), exception.detail, **members)
    wait = getattr(exception, "wait", None)
    headers = when_to_retry(int(wait + 1) if wait else None) if code in (429, 503) else {}
    return Response(body, code, headers=headers, content_type=PROBLEM)
