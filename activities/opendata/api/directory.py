"""The addresses of the API, listed by the API itself and by its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from .. import licence
from .base import ReadView
from .schema import RecordSchema
from .versions import CURRENT, path_of


@dataclass(frozen=True)
class Endpoint:
    path: str
    name: str  # of its URL pattern
    said: str | Promise
    view: Any


def endpoints(urlpatterns) -> Iterator[Endpoint]:
    """Yields each address of the schema, in the order of its URL pattern."""
    for route in urlpatterns:
        view = getattr(route.callback, "cls", None)
        if route.name and view:
            yield Endpoint(path_of(str(route.pattern)), route.name, view.said, view)


class AddressSerializer(serializers.Serializer):
    """An address of the API; {ref} in it stands for the reference of an activity."""

    url = serializers.CharField()
    description = serializers.CharField()


class DirectorySerializer(serializers.Serializer):
    """The version, the licence, the pages about the API and its addresses."""

    version = serializers.CharField()
    licence = serializers.URLField()
    documentation = serializers.URLField()
    changes = serializers.URLField()
    addresses = AddressSerializer(many=True)


class Directory(ReadView):
    said = _("This list of addresses.")
    schema = RecordSchema(DirectorySerializer, problems=(400, 429))
    urlpatterns: tuple[Any, ...] = ()

    def get(self, request):
        said = {
            "version": CURRENT,
            "licence": licence.ADDRESS,
            "documentation": f"{self.site}{reverse('api')}",
            "changes": f"{self.site}{reverse('api_changes')}",
            "addresses": [
                {"url": f"{self.site}{row.path}", "description": row.said}
                for row in endpoints(self.urlpatterns)
            ],
        }
        return Response(DirectorySerializer(said).data)
