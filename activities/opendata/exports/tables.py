"""The tables of an export: the rows of an activity and their columns, declared once for CSV and XLSX."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.models import ActivityCountry, Figure

from .records import main_section, permanent

SEVERAL = "; "  # separates the values of one cell

Columns = dict[str, Callable[[Any, str], Any]]


@dataclass(frozen=True)
class Table:
    """A table of an export.

    `rows` maps an activity to its rows, `count` a queryset of activities to the number of all rows; `columns`
    is {name: function of (row, site)}.
    """

    label: Promise | str
    columns: Columns
    rows: Callable[[Any], Iterable[Any]]
    count: Callable[[Any], int]

    def values(self, row, site):
        return [read(row, site) for read in self.columns.values()]


def _joined(values):
    return SEVERAL.join(str(value) for value in values)


def _keys(relation, key="slug"):
    return lambda activity, site: _joined(getattr(row, key) for row in getattr(activity, relation).all())


def _text(language, field):
    def read(activity, site):
        return next((getattr(text, field) for text in activity.texts.all() if text.language == language), "")

    return read


def _column(name):
    return lambda row, site: getattr(row, name)


def _countries(attribute):
    def read(activity, site):
        return _joined(
            dict.fromkeys(getattr(role.country, attribute) for role in activity.country_roles.all())
        )

    return read


ACTIVITY: Columns = {
    "ref": _column("ref"),
    "url": lambda activity, site: permanent(site, activity.ref),
    "report": lambda activity, site: activity.report.ref,
    "paragraphs": lambda activity, site: _joined(row.number for row in activity.cited_paragraphs),
    "section": lambda activity, site: main_section(activity) or "",
    "kind": _column("kind"),
    "modality": _column("modality"),
    "scope": _column("scope"),
    "start": _column("start"),
    "end": _column("end"),
    "date_precision": _column("date_precision"),
    "title_fr": _text("fr", "title"),
    "title_en": _text("en", "title"),
    "summary_fr": _text("fr", "summary"),
    "summary_en": _text("en", "summary"),
    "countries": _countries("iso3"),
    "country_names": _countries("name"),
    **{name: _keys(name) for name in ("regions", "themes", "programmes", "partners", "instruments")},
    "publications": _keys("publications", "title"),
    "figures": lambda activity, site: len(activity.figures.all()),
    "source_note_fr": _column("source_note_fr"),
    "source_note_en": _column("source_note_en"),
    "updated_at": _column("updated_at"),
}

COUNTRY: Columns = {
    "ref": lambda place, site: place.activity.ref,
    "url": lambda place, site: permanent(site, place.activity.ref),
    "iso3": lambda place, site: place.country.iso3,
    "country_fr": lambda place, site: place.country.name_fr,
    "country_en": lambda place, site: place.country.name_en,
    "role": _column("role"),
    "localities": lambda place, site: _joined(row.name for row in place.localities.all()),
    "title_fr": lambda place, site: _text("fr", "title")(place.activity, site),
    "title_en": lambda place, site: _text("en", "title")(place.activity, site),
    "kind": lambda place, site: place.activity.kind,
    "scope": lambda place, site: place.activity.scope,
    "themes": lambda place, site: _keys("themes")(place.activity, site),
    "programmes": lambda place, site: _keys("programmes")(place.activity, site),
    "paragraphs": lambda place, site: ACTIVITY["paragraphs"](place.activity, site),
}

FIGURE: Columns = {
    "ref": lambda figure, site: figure.activity.ref,
    "url": lambda figure, site: permanent(site, figure.activity.ref),
    "qualifier": _column("qualifier"),
    "value": _column("value"),
    "unit": lambda figure, site: figure.unit.slug,
    "label_fr": _column("label_fr"),
    "label_en": _column("label_en"),
    "report": lambda figure, site: figure.activity.report.ref,
    "paragraph": lambda figure, site: figure.paragraph.number,
    "period": _column("period"),
    "cumulative": _column("cumulative"),
    "role": _column("role"),
    "countries": _keys("countries", "iso3"),
    "programme": lambda figure, site: figure.programme.slug if figure.programme else "",
    "programmes_of_activity": lambda figure, site: _keys("programmes")(figure.activity, site),
}

TABLES = {
    "activities": Table(
        _("Activities"), ACTIVITY, lambda activity: [activity], lambda activities: activities.count()
    ),
    "countries": Table(
        _("Activities by country"),
        COUNTRY,
        lambda activity: activity.country_roles.all(),
        lambda activities: ActivityCountry.objects.filter(activity__in=activities.values("pk")).count(),
    ),
    "figures": Table(
        _("Figures"),
        FIGURE,
        lambda activity: activity.figures.all(),
        lambda activities: Figure.objects.filter(activity__in=activities.values("pk")).count(),
    ),
}
