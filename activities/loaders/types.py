"""The field types of the fixture records.

References are checked against the keys in the validation context ({table: keys}), so that a wrong
one is reported with its file, entry and field like any other mistake.
"""

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo

from ..models.figures import EDTF


def _one_line(text: str) -> str:
    if text != " ".join(text.split(" ")).strip() or re.search(r"[\n\t]|  ", text):
        raise ValueError("has a line break, a double space, or a space at its ends")
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


def _as_number(value: Any) -> Any:
    # YAML reads 2.5 as a binary float; its text is the number that was meant.
    return str(value) if isinstance(value, float) else value


Text = Annotated[str, StringConstraints(min_length=1), AfterValidator(_one_line)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=80)]
Date = Annotated[datetime.date, Field(strict=True)]
Year = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
M49 = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
Period = Annotated[str, StringConstraints(pattern=EDTF)]
# Normalised: the database gives 20.0000 back for 20, and a digest must not see the difference.
Number = Annotated[Decimal, BeforeValidator(_as_number), AfterValidator(Decimal.normalize)]

CountryKey = Annotated[str, _known("country")]
InstrumentKey = Annotated[str, _known("instrument")]
PartnerKey = Annotated[str, _known("partner")]
ProgrammeKey = Annotated[str, _known("programme")]
RegionKey = Annotated[str, _known("region")]
SectionKey = Annotated[str, _known("section")]
ThemeKey = Annotated[str, _known("theme")]
UnitKey = Annotated[str, _known("unit")]

Once = AfterValidator(_sorted_once)
Languages = Annotated[list[str], Once]
Slugs = Annotated[list[str], Once]
CountryKeys = Annotated[list[CountryKey], Once]
InstrumentKeys = Annotated[list[InstrumentKey], Once]
PartnerKeys = Annotated[list[PartnerKey], Once]
ProgrammeKeys = Annotated[list[ProgrammeKey], Once]
RegionKeys = Annotated[list[RegionKey], Once]
ThemeKeys = Annotated[list[ThemeKey], Once, Field(min_length=1)]
