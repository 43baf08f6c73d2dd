"""The reference tables: short lists, each record with the number of its activities."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from activities.models import Activity, Country, Instrument, Partner, Programme, Region, Theme, Unit
from activities.search import current_index

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
    said: Promise | str
    serializer: Any
    rows: Callable[[], Any]  # with everything that the serializer reads prefetched


def _programmes():
    cited = Activity.objects.published().prefetch_related("paragraphs")
    return Programme.objects.by_name().prefetch_related(Prefetch("activities", cited, to_attr="published"))


TABLES = [
    ReferenceTable(
        "countries",
        "country",
        _("The Member and observer States of the United Nations, by name."),
        records.CountrySerializer,
        lambda: Country.objects.by_name().prefetch_related(Prefetch("regions", Region.objects.by_name())),
    ),
    ReferenceTable(
        "regions",
        "region",
        _(
            "The regions of the M49 standard and those that the report names, with the countries that they cover."
        ),
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
        _(
            "The themes, in the order of their tree; the activities of a theme are those of the themes below it too."
        ),
        records.ThemeSerializer,
        lambda: Theme.objects.in_tree_order().select_related("parent"),
    ),
    ReferenceTable(
        "programmes",
        "programme",
        _(
            "Named programmes, initiatives, networks, mechanisms and portals, with the paragraphs that their activities rest on."
        ),
        records.ProgrammeSerializer,
        _programmes,
    ),
    ReferenceTable(
        "partners",
        "partner",
        _("Organizations and bodies that take part in activities."),
        records.PartnerSerializer,
        lambda: Partner.objects.by_name(),
    ),
    ReferenceTable(
        "instruments",
        "instrument",
        _("Conventions, resolutions, declarations, standards and plans that activities serve."),
        records.InstrumentSerializer,
        lambda: Instrument.objects.by_name(),
    ),
    ReferenceTable(
        "units", "", _("What the figures count."), records.UnitSerializer, lambda: Unit.objects.by_name()
    ),
]


class ReferenceList(ReadView):
    """Returns a reference table ordered by name, or the themes in the order of their tree."""

    table: ReferenceTable

    def parameters(self):
        return [*PARAMETERS, fields_of(self.table.serializer), LANGUAGE]

    def get(self, request):
        page = page_of(self.table.rows(), request)
        context = {**self.record_context, "index": current_index(), "facet": self.table.facet}
        serializer = self.table.serializer(list(page), many=True, context=context)
        return Response(enveloped(page, request, chosen(serializer, request).data))


def view_of(table):
    """Returns a view class for a table; the schema takes the operation id from its name."""
    members = {"table": table, "said": table.said, "schema": ListSchema(table.serializer)}
    return type(f"{table.path.title()}List", (ReferenceList,), members)


VIEWS: dict[str, Any] = {table.path: view_of(table) for table in TABLES}
