"""The tables of a spreadsheet: one list of columns each, for writing and reading, XLSX and CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import TextField
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from activities.language.words import fold
from activities.models import (
    Activity,
    Country,
    Figure,
    Instrument,
    Locality,
    Partner,
    Programme,
    Region,
    Theme,
    Unit,
)
from activities.opendata.columns import type_of

from .columns import Amount, Choice, Column, Day, Prose, Whole, YesNo
from .pointers import CitedParagraph, One, Paragraphs, Parts, Places, Several
from .sheet_activity import SheetActivity
from .texts import Publications, Written

REF, MARK, FIGURE, REMOVE = "ref", "mark", "figure", "remove"
# By the type of the model field; a text is a Column or Prose.
KINDS: dict[str, type[Column]] = {"boolean": YesNo, "date": Day, "number": Amount, "integer": Whole}
SLUGS = _("Identifiers, separated by semicolons.")
MARK_HELP = _("Shows whether the activity has changed since the export. Do not edit it.")


@dataclass(frozen=True)
class FigureRow:
    """A figure of an activity, as its columns read and edit it."""

    row: dict[str, Any]

    @property
    def fields(self):
        return self.row["fields"]


@dataclass(frozen=True)
class SheetTable:
    """`own` columns identify and mark a row, `columns` hold its values."""

    name: str
    label: Promise
    own: tuple[Column, ...]
    columns: tuple[Column, ...]

    @property
    def all(self):
        return (*self.own, *self.columns)

    def column(self, name):
        return next(column for column in self.all if column.name == name)

    def headings(self) -> dict[str, str]:
        """Returns {folded heading or name: name of the column}, for the headings of every language."""
        found = {column.name: column.name for column in self.all}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found |= {fold(heading(column)): column.name for column in self.all}
        return found

    def targets(self, sheet_activity: SheetActivity) -> Iterator[tuple[str, Any]]:
        """Yields (text of the figure's pk or empty, object that the columns read) for each row."""
        if self.name == "activities":
            yield "", sheet_activity
            return
        for row in sheet_activity.part("figures"):
            yield str(row["pk"]), FigureRow(row)


def heading(column):
    return capfirst(str(column.label))


def _field(model, name, kind=None, help=None):
    """Returns a column with the name, label and help text of the model's field; `kind` as its type suggests."""
    field = model._meta.get_field(name)
    kind = kind or _kind(field)
    help = field.help_text if help is None else help
    if issubclass(kind, Choice):
        return kind(name, field.verbose_name, field.choices, help)
    if issubclass(kind, One):
        return kind(name, field.verbose_name, field.related_model, help)
    return kind(name, field.verbose_name, help)


def _kind(field) -> type[Column]:
    if field.is_relation:
        return Several if field.many_to_many else One
    if field.choices:
        return Choice
    return KINDS.get(type_of(field)) or (Prose if isinstance(field, TextField) else Column)


ACTIVITIES = SheetTable(
    "activities",
    _("Activities"),
    (
        Column(REF, Activity._meta.get_field("ref").verbose_name, _("Which activity it is: permanent.")),
        Column(MARK, _("mark"), MARK_HELP),
    ),
    (
        Written("title", "fr", _("title in French"), _("A noun phrase of at most 110 characters.")),
        Written("title", "en", _("title in English"), _("A noun phrase of at most 110 characters.")),
        Written("summary", "fr", _("summary in French"), _("12 to 110 words; the same facts in every language.")),
        Written("summary", "en", _("summary in English"), _("12 to 110 words; the same facts in every language.")),
        *(_field(Activity, name) for name in Activity.PROPERTIES),
        Paragraphs("paragraphs", _("paragraphs cited"), _("Their numbers, the main one first.")),
        Places(
            "countries", _("countries"),
            _("ISO code, role in brackets, localities after a colon: KEN (host): nairobi, mombasa; UGA."),
        ),
        *(_field(Activity, name, help=SLUGS) for name in ("regions", "programmes", "themes")),
        Parts(
            "partners", Activity._meta.get_field("partners").verbose_name,
            _("Identifiers, separated by semicolons; the part in brackets unless it is done together: undp; osce (host)."),
        ),
        _field(Activity, "instruments", help=SLUGS),
        Publications(
            "publications", _("publications"),
            _("One a line, with the codes of its languages in brackets: World Drug Report [en, fr]."),
        ),
        *(_field(Activity, name) for name in Activity.NOTES),
    ),
)  # fmt: skip

FIGURES = SheetTable(
    "figures",
    _("Figures"),
    (
        Column(REF, Activity._meta.get_field("ref").verbose_name, _("Of which activity.")),
        Whole(FIGURE, _("number of the figure"), _("Which figure it is; empty for a new one.")),
        Column(MARK, _("mark"), MARK_HELP),
        YesNo(REMOVE, _("remove"), _("“Yes” removes the figure. A missing row removes nothing.")),
    ),
    (
        _field(Figure, "qualifier"),
        _field(Figure, "value"),
        _field(Figure, "unit", help=_("An identifier.")),
        _field(Figure, "label_fr", Prose),
        _field(Figure, "label_en", Prose),
        _field(Figure, "paragraph", CitedParagraph, help=_("Its number.")),
        _field(Figure, "period"),
        _field(Figure, "cumulative"),
        _field(Figure, "role"),
        _field(Figure, "countries", help=_("ISO codes, separated by semicolons.")),
        _field(Figure, "programme", help=_("An identifier.")),
    ),
)

TABLES = {table.name: table for table in (ACTIVITIES, FIGURES)}
# The tables whose records a cell may refer to.
NAMED = (Country, Locality, Region, Theme, Programme, Partner, Instrument, Unit)
