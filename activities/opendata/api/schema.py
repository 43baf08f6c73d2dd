"""Describes the views in OpenAPI 3.1."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from activities.converters import RefConverter
from unodc_catalogue.problems import PROBLEM

from .errors import ProblemSerializer
from .paging import schema_of
from .versions import deprecated

PROBLEMS = {
    400: _("A parameter is not valid."),
    404: _("There is no such record, or no such page."),
    410: _("The record was withdrawn."),
    429: _("Too many requests: Retry-After says when to return."),
}
REF = {"type": "string", "pattern": f"^{RefConverter.regex}$", "examples": ["2021-026-1"]}


class WithdrawnSerializer(serializers.Serializer):
    """An activity that was published and is no longer."""

    ref = serializers.CharField()
    url = serializers.URLField()
    updated_at = serializers.DateTimeField()
    replaced_by = serializers.CharField(
        allow_null=True, help_text=_("The reference of its successor; null if it has none.")
    )


def nearest_of(component):
    """Returns the schema of the activities nearest to a text, `component` being that of an activity."""
    words = {"type": "array", "items": {"type": "string"}}
    properties = {
        "found": {**words, "description": str(_("The words of the text that it contains; none if it is near by a broader term or in meaning."))},
        "missing": {**words, "description": str(_("The words of the text that it lacks."))},
        "activity": component,
    }  # fmt: skip
    record = {"type": "object", "properties": properties, "required": list(properties)}
    said = _(
        "On the first page, where fewer than ten activities have all the words of q: others that come near."
    )
    return {"type": "array", "items": record, "description": str(said)}


class RecordSchema(AutoSchema):
    """Describes one record.

    The parameters are those that the view checks; `problems` are the status codes of its errors.
    """

    def __init__(self, serializer, problems=(400, 404, 429)):
        super().__init__()
        self.serializer, self.problems = serializer, problems

    def get_override_parameters(self):
        path = [_reference()] if "{ref}" in self.path else []
        asked = (
            parameter.in_schema(deprecated(self.path, parameter.name)) for parameter in self.view.accepted
        )
        return [*path, *asked, *_headers()]

    def get_operation_id(self):
        return type(self.view).__name__

    def get_description(self):
        return str(self.view.said)

    def get_tags(self):
        return [*self.path.strip("/").split("/")[2:3]] or ["directory"]

    def is_deprecated(self):
        return deprecated(self.path)

    def get_response_serializers(self):
        refusals = {
            (code, PROBLEM): OpenApiResponse(ProblemSerializer, description=PROBLEMS[code])
            for code in self.problems
        }
        return {200: self.answered(), **refusals}

    def answered(self):
        return self.record()

    def record(self):
        if isinstance(self.serializer, dict):
            return self.serializer
        component = self.resolve_serializer(self.serializer, "response")
        if any(parameter.name == "fields" for parameter in self.view.accepted):
            # With `fields` a client may leave any of them out.
            component.schema.pop("required", None)
        return component.ref

    def _is_list_view(self, serializer=None):
        return False


class ListSchema(RecordSchema):
    """Describes a page of records; `harvested` adds what only activities have."""

    def __init__(self, serializer, harvested=False):
        super().__init__(serializer)
        self.harvested = harvested

    def answered(self):
        more, record = {}, self.record()
        if self.harvested:
            gone = self.resolve_serializer(WithdrawnSerializer, "response").ref
            more = {
                "version": {
                    "type": "integer",
                    "description": str(_("The version of the catalogue, for `since`.")),
                },
                "withdrawn": {"type": "array", "items": gone},
                "corrected": {
                    "type": ["string", "null"],
                    "description": str(
                        _("The text that was searched for in place of a misspelt q; null where q itself was.")
                    ),
                },
                "nearest": nearest_of(record),
            }
        return schema_of(record, **more)


def _reference():
    said = _("The reference of the activity, which never changes.")
    return OpenApiParameter("ref", REF, OpenApiParameter.PATH, description=said)


def _headers():
    """Returns the response headers that a client should send back or obey."""
    said = {
        "ETag": (str, 200, _("Send it back as If-None-Match: what has not changed is not sent again.")),
        "API-Version": (str, 200, _("The version of the API.")),
        "Retry-After": (int, 429, _("The seconds to wait.")),
    }
    return [
        OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=description, response=[code])
        for name, (kind, code, description) in said.items()
    ]
