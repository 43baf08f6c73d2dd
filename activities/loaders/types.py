"""The field types of the fixture records.

References are checked against the keys in the validation context ({table: keys}), so that a wrong
one is reported with its file, entry and field like any other mistake.
"""

import datetime
import unicodedata
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Model
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo

from activities.language.characters import forbidden_in
from activities.language.words import fold

from .. import models
from ..models.base import LONGEST_SORT, SLUG
from ..models.figures import EDTF
from ..models.sources import SECTION_CODE
from ..models.vocabulary import YEAR


def _one_line(text: str) -> str:
    breaks = any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text)
    if breaks or "  " in text or text != text.strip():
        raise ValueError("has a line break, a control character, a double space, or a space at its ends")
    if forbidden := forbidden_in(text):
        raise ValueError(f"has what no file can hold: {', '.join(forbidden)}")
    return text


def _sorted_once(items: list[str]) -> list[str]:
    if len(set(items)) != len(items):
        raise ValueError("names the same thing twice")
    return sorted(items)


def keys_of(info: ValidationInfo, table: str) -> Any:
    """The keys that a reference to the table may have."""
    context: Any = info.context
    return context[table]


def _known(table):
    def check(key: str, info: ValidationInfo) -> str:
        if key not in keys_of(info, table):
            raise ValueError(f"unknown {table}: {key}")
        return key

    return AfterValidator(check)


def once(field: str) -> AfterValidator:
    """Refuses a list of records in which two have the same value of the field."""

    def check(records: list) -> list:
        if len({getattr(record, field) for record in records}) != len(records):
            raise ValueError(f"names the same {field} twice")
        return records

    return AfterValidator(check)


VALUE: Any = models.Figure._meta.get_field("value")


def _as_number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("is not a number")
    # YAML reads 2.5 as a binary float; its text is the number that was meant.
    return str(value) if isinstance(value, float) else value


def _within(model: type[Model], field: str, *, least: int = 1) -> StringConstraints:
    """The bounds of a column: no text passes here that the database would refuse."""
    column: Any = model._meta.get_field(field)
    column = getattr(column, "base_field", column)  # of an array, those of its items
    return StringConstraints(min_length=least, max_length=column.max_length)


def _sortable(text: str) -> str:
    """A name is sorted by its folded form, which may be longer."""
    if len(fold(text)) > LONGEST_SORT:
        raise ValueError("is too long once its letters are taken apart")
    return text


OneLine = AfterValidator(_one_line)
Text = Annotated[str, StringConstraints(min_length=1), OneLine]
Acronym = Annotated[str, _within(models.Programme, "acronym"), OneLine]
Alias = Annotated[str, _within(models.Unit, "aliases_fr"), OneLine]
Label = Annotated[str, _within(models.Figure, "label_fr"), OneLine]
Name = Annotated[str, _within(models.Unit, "name_fr"), OneLine, AfterValidator(_sortable)]
Heading = Annotated[str, _within(models.Section, "title_fr"), OneLine]
ReportTitle = Annotated[str, _within(models.Report, "title"), OneLine]
Printed = Annotated[str, _within(models.Publication, "title"), OneLine]
Symbol = Annotated[str, _within(models.Report, "symbol"), OneLine]
Title = Annotated[str, _within(models.ActivityText, "title"), OneLine]
Reviewer = Annotated[str, _within(models.Activity, "reviewed_by", least=0), OneLine]
Resolution = Annotated[str, _within(models.Report, "resolution"), OneLine]
Slug = Annotated[str, StringConstraints(pattern=SLUG), _within(models.Unit, "slug")]
Date = Annotated[datetime.date, Field(strict=True)]
Year = Annotated[str, StringConstraints(pattern=f"^{YEAR}$")]
Whole = Annotated[int, Field(strict=True, ge=1, le=999)]
Flag = Annotated[bool, Field(strict=True)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
SectionCode = Annotated[str, StringConstraints(pattern=SECTION_CODE), _within(models.Section, "code")]
M49 = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
Period = Annotated[str, StringConstraints(pattern=EDTF), _within(models.Figure, "period")]
# Normalised: the database gives 20.0000 back for 20, and a digest must not see the difference.
Number = Annotated[
    Decimal,
    BeforeValidator(_as_number),
    Field(ge=0, max_digits=VALUE.max_digits, decimal_places=VALUE.decimal_places),
    AfterValidator(Decimal.normalize),
]


def _degrees(limit: int) -> Any:
    return Annotated[
        Decimal,
        BeforeValidator(_as_number),
        Field(ge=-limit, le=limit, decimal_places=1),
        AfterValidator(Decimal.normalize),
    ]


Latitude = _degrees(90)
Longitude = _degrees(180)

CountryKey = Annotated[str, _known("country")]
InstrumentKey = Annotated[str, _known("instrument")]
PartnerKey = Annotated[str, _known("partner")]
ProgrammeKey = Annotated[str, _known("programme")]
RegionKey = Annotated[str, _known("region")]
SectionKey = Annotated[str, _known("section")]
ThemeKey = Annotated[str, _known("theme")]
UnitKey = Annotated[str, _known("unit")]

Once = AfterValidator(_sorted_once)
Languages = Annotated[list[Language], Once]
Slugs = Annotated[list[str], Once]
CountryKeys = Annotated[list[CountryKey], Once]
InstrumentKeys = Annotated[list[InstrumentKey], Once]
PartnerKeys = Annotated[list[PartnerKey], Once]
ProgrammeKeys = Annotated[list[ProgrammeKey], Once]
RegionKeys = Annotated[list[RegionKey], Once]
ThemeKeys = Annotated[list[ThemeKey], Once, Field(min_length=1)]
