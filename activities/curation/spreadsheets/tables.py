"""The tables of a spreadsheet: one list of columns each, for writing and reading, XLSX and CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
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
from activities.models.figures import FigureRole, Qualifier
from activities.models.vocabulary import DatePrecision, Kind, Modality, Scope

from .columns import Amount, Choice, Column, Day, Prose, Whole, YesNo
from .entry import Entry
from .pointers import CitedParagraph, One, Paragraphs, Places, Several
from .texts import Publications, Written

REF, MARK, FIGURE, REMOVE = "ref", "mark", "figure", "remove"
SLUGS = _("Identifiers, separated by semicolons.")
MARK_HELP = _("Tells whether the entry has changed since the export. Leave it as it is.")


@dataclass(frozen=True)
class FigureRow:
    """A figure of an activity, as its columns read and edit it."""

    row: dict[str, Any]

    @property
    def fields(self):
        return self.row["fields"]


@dataclass(frozen=True)
class Table:
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

    def targets(self, entry: Entry) -> Iterator[tuple[str, Any]]:
        """Yields (text of the figure's pk or empty, object that the columns read) for each row."""
        if self.name == "activities":
            yield "", entry
            return
        for row in entry.part("figures"):
            yield str(row["pk"]), FigureRow(row)


def heading(column):
    return capfirst(str(column.label))


def _field(model, kind, name, *args, help=None):
    """Returns a column with the name, label and help text of the model's field."""
    field = model._meta.get_field(name)
    return kind(name, field.verbose_name, *args, help=field.help_text if help is None else help)


ACTIVITIES = Table(
    "activities",
    _("Activities"),
    (
        Column(REF, Activity._meta.get_field("ref").verbose_name, _("Which entry it is: permanent.")),
        Column(MARK, _("mark"), MARK_HELP),
    ),
    (
        Written("title", "fr", _("title in French"), _("A noun phrase of at most 110 characters.")),
        Written("title", "en", _("title in English"), _("A noun phrase of at most 110 characters.")),
        Written("summary", "fr", _("summary in French"), _("30 to 110 words; the same facts in every language.")),
        Written("summary", "en", _("summary in English"), _("30 to 110 words; the same facts in every language.")),
        _field(Activity, Choice, "kind", Kind),
        _field(Activity, Choice, "modality", Modality),
        _field(Activity, Choice, "scope", Scope),
        _field(Activity, Day, "start"),
        _field(Activity, Day, "end"),
        _field(Activity, Choice, "date_precision", DatePrecision),
        Paragraphs("paragraphs", _("paragraphs cited"), _("Their numbers, the main one first.")),
        Places(
            "countries", _("countries"),
            _("ISO code, role in brackets, localities after a colon: KEN (host): nairobi, mombasa; UGA."),
        ),
        _field(Activity, Several, "regions", Region, help=SLUGS),
        _field(Activity, Several, "programmes", Programme, help=SLUGS),
        _field(Activity, Several, "themes", Theme, help=SLUGS),
        _field(Activity, Several, "partners", Partner, help=SLUGS),
        _field(Activity, Several, "instruments", Instrument, help=SLUGS),
        Publications(
            "publications", _("publications"),
            _("One a line, with the codes of its languages in brackets: World Drug Report [en, fr]."),
        ),
        _field(Activity, Prose, "source_note_fr"),
        _field(Activity, Prose, "source_note_en"),
    ),
)  # fmt: skip

FIGURES = Table(
    "figures",
    _("Figures"),
    (
        Column(REF, Activity._meta.get_field("ref").verbose_name, _("Of which entry.")),
        Whole(FIGURE, _("number of the figure"), _("Which figure it is; empty for a new one.")),
        Column(MARK, _("mark"), MARK_HELP),
        YesNo(REMOVE, _("take out"), _("Yes takes the figure out. A row that is missing takes nothing out.")),
    ),
    (
        _field(Figure, Choice, "qualifier", Qualifier),
        _field(Figure, Amount, "value"),
        _field(Figure, One, "unit", Unit, help=_("An identifier.")),
        _field(Figure, Prose, "label_fr"),
        _field(Figure, Prose, "label_en"),
        _field(Figure, CitedParagraph, "paragraph", help=_("Its number.")),
        _field(Figure, Column, "period"),
        _field(Figure, YesNo, "cumulative"),
        _field(Figure, Choice, "role", FigureRole),
        _field(Figure, Several, "countries", Country, help=_("ISO codes, separated by semicolons.")),
        _field(Figure, One, "programme", Programme, help=_("An identifier.")),
    ),
)

TABLES = {table.name: table for table in (ACTIVITIES, FIGURES)}
# The tables whose records a cell may refer to.
NAMED = (Country, Locality, Region, Theme, Programme, Partner, Instrument, Unit)
