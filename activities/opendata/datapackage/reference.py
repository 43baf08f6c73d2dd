"""The reference tables as resources of the package, and the reports with their sections and paragraphs."""

from django.utils.translation import gettext_lazy as _

from activities.models import (
    Country,
    Instrument,
    Paragraph,
    Partner,
    Programme,
    Region,
    Report,
    Section,
    Theme,
)
from activities.models.figures import Unit

from ..columns import Column
from .resource import Resource

NAMES = ("name_fr", "name_en", "aliases_fr", "aliases_en")
ACRONYMS = ("acronym_fr", "acronym_en")
# Whoever reads the file as they read every other loses a country.
NAMIBIA = _(
    "Namibia’s code is NA, which pandas and R take for a missing value unless they are told otherwise "
    '(keep_default_na=False, na.strings = "").'
)


def _columns(*names):
    return [Column(name) for name in names]


def _slugged(name, title, model, *more):
    """Returns the resource of records that have a slug."""
    return Resource(
        name=name,
        title=title,
        rows=lambda base: model.objects.order_by("slug"),
        columns=[Column("slug"), *_columns(*NAMES), *more],
        key=["slug"],
    )


def _parent(table):
    return Column("parent", "parent__slug", references=table, title=_("part of"))


REFERENCE = [
    Resource(
        name="countries",
        title=_("Countries"),
        rows=lambda base: Country.objects.order_by("iso3"),
        columns=[
            Column("iso3"),
            Column("iso2", note=NAMIBIA),
            *_columns("m49", *NAMES, "status", "latitude", "longitude"),
        ],
        key=["iso3"],
    ),
    _slugged(
        "regions",
        _("Regions"),
        Region,
        _parent("regions"),
        *_columns("m49", "basis", "basis_note_fr", "basis_note_en"),
    ),
    Resource(
        name="region_countries",
        title=_("Countries of each region"),
        rows=lambda base: Region.objects.filter(countries__isnull=False).order_by("slug", "countries__iso3"),
        columns=[
            Column("region", "slug", references="regions", title=_("region")),
            Column("country", "countries__iso3", references="countries", title=_("country")),
        ],
        key=["region", "country"],
    ),
    _slugged("themes", _("Themes"), Theme, _parent("themes"), *_columns("position")),
    _slugged("programmes", _("Programmes"), Programme, *_columns("kind", "acronym")),
    _slugged("partners", _("Partners"), Partner, *_columns("kind", *ACRONYMS)),
    _slugged("instruments", _("Instruments"), Instrument, *_columns("kind", *ACRONYMS)),
    _slugged("units", _("Units of the figures"), Unit),
    Resource(
        name="reports",
        title=_("Reports"),
        rows=lambda base: Report.objects.published().order_by("ref"),
        columns=_columns("ref", "language", "session", "resolution", "symbol", "title"),
        key=["ref"],
    ),
    Resource(
        name="sections",
        title=_("Sections of the reports"),
        rows=lambda base: Section.objects.published().order_by("report__ref", "position"),
        columns=[
            Column("report", "report__ref", references="reports", title=_("report")),
            *_columns("code", "title_fr", "title_en"),
        ],
        key=["report", "code"],
    ),
    Resource(
        name="paragraphs",
        title=_("Paragraphs of the reports, with their section and disposition"),
        rows=lambda base: Paragraph.objects.published().order_by("report__ref", "number"),
        columns=[
            Column("report", "report__ref", references="reports", title=_("report")),
            *_columns("number", "disposition", "gist_fr", "gist_en"),
            Column("section", "section__code", title=_("section")),
        ],
        key=["report", "number"],
    ),
]
