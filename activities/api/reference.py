"""The reference tables: short lists, each with the number of its activities."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from rest_framework.response import Response

from ..bitmaps import current_index
from ..models import Activity, Country, Instrument, Partner, Programme, Region, Theme, Unit
from . import reference_records as records
from .base import ReadView
from .paging import PARAMETERS, enveloped, page_of
from .parameters import LANGUAGE
from .schema import ListSchema
from .selection import chosen, fields_of


@dataclass(frozen=True)
class ReferenceTable:
    path: str
    facet: str
    serializer: Any
    rows: Callable[[], Any]  # with all that the serializer reads


def _programmes():
    cited = Activity.objects.published().prefetch_related("paragraphs")
    return Programme.objects.by_name().prefetch_related(Prefetch("activities", cited, to_attr="published"))


TABLES = [
    ReferenceTable(
        "countries",
        "country",
        records.CountrySerializer,
        lambda: Country.objects.by_name().prefetch_related(Prefetch("regions", Region.objects.by_name())),
    ),
    ReferenceTable(
        "regions",
        "region",
        records.RegionSerializer,
        lambda: (
            Region.objects.by_name()
            .select_related("parent")
            .prefetch_related(Prefetch("countries", Country.objects.order_by("iso3")))
        ),
    ),
    ReferenceTable(
        "themes",
        "theme",
        records.ThemeSerializer,
        lambda: Theme.objects.in_tree_order().select_related("parent"),
    ),
    ReferenceTable("programmes", "programme", records.ProgrammeSerializer, _programmes),
    ReferenceTable("partners", "partner", records.PartnerSerializer, lambda: Partner.objects.by_name()),
    ReferenceTable(
        "instruments", "instrument", records.InstrumentSerializer, lambda: Instrument.objects.by_name()
    ),
    ReferenceTable("units", "", records.UnitSerializer, lambda: Unit.objects.by_name()),
]


class ReferenceList(ReadView):
    """A reference table, by name; the themes in the order of their tree."""

    table: ReferenceTable

    def parameters(self):
        return [*PARAMETERS, fields_of(self.table.serializer), LANGUAGE]

    def get(self, request):
        page = page_of(self.table.rows(), request)
        context = {**self.record_context, "index": current_index(), "facet": self.table.facet}
        serializer = self.table.serializer(list(page), many=True, context=context)
        return Response(enveloped(page, request, chosen(serializer, request).data))


def view_of(table):
    """The view of a table; the schema names it by the class."""
    name = f"{table.path.title()}List"
    members = {"table": table, "schema": ListSchema(table.serializer), "__doc__": table.serializer.__doc__}
    return type(name, (ReferenceList,), members).as_view()
