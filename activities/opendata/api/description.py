"""The OpenAPI schema itself."""

from threading import Lock

from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator
from rest_framework.response import Response

from .base import ReadView
from .schema import RecordSchema
from .versions import CURRENT

# All requests share the `schema` of a view class, to which drf-spectacular writes while it generates.
generating = Lock()


def description(request=None):
    """Returns the OpenAPI document of the API, in the language in force."""
    with generating:
        found = SchemaGenerator(urlconf="activities.opendata.api.urls").get_schema(
            request=request, public=True
        )
    found["info"]["version"] = CURRENT
    return found


class SchemaView(ReadView):
    said = _("This description, in OpenAPI 3.1.")
    schema = RecordSchema({"type": "object"}, problems=(400, 429))

    def get(self, request):
        return Response({**description(request), "servers": [{"url": self.site}]})
