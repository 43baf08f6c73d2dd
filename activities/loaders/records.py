"""The shape of every fixture record: what a file may say, and in which order it is written."""

import hashlib
from typing import Annotated, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_serializer,
    model_validator,
)

from ..models.figures import FigureRole, Qualifier
from ..models.places import Basis, Membership
from ..models.sources import Disposition
from ..models.taxonomy import InstrumentKind, PartnerKind, ProgrammeKind
from ..models.vocabulary import DatePrecision, Kind, Modality, Origin, Role, Scope, Status
from .types import (
    M49,
    CountryKey,
    CountryKeys,
    Date,
    InstrumentKeys,
    Languages,
    Number,
    PartnerKeys,
    Period,
    ProgrammeKey,
    ProgrammeKeys,
    RegionKey,
    RegionKeys,
    SectionKey,
    Slug,
    Slugs,
    Text,
    ThemeKey,
    ThemeKeys,
    UnitKey,
    Year,
    keys_of,
)


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=True)
    KEY: ClassVar[str] = "slug"

    @property
    def key(self):
        return getattr(self, self.KEY)

    @model_serializer(mode="wrap")
    def key_first(self, handler):
        content = handler(self)
        return {self.KEY: content.pop(self.KEY), **content} if self.KEY in content else content

    def content(self):
        """The record as it is written to a file: no empty optional keys."""
        return self.model_dump(exclude_defaults=True)

    def digest(self):
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class Bilingual(Record):
    fr: Text
    en: Text


class Aliases(Record):
    fr: list[Text] = []
    en: list[Text] = []


class Named(Record):
    """The tail of every reference record."""

    name: Bilingual
    aliases: Aliases = Aliases()


class UnitRecord(Named):
    slug: Slug


class LocalityRecord(Named):
    slug: Slug


class CountryRecord(Named):
    KEY = "iso3"
    iso3: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    iso2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    m49: M49
    status: Membership
    localities: list[LocalityRecord] = []


class RegionRecord(Named):
    slug: Slug
    m49: M49 | None = None
    parent: RegionKey | None = None
    basis: Basis
    basis_note: Bilingual | None = None
    countries: CountryKeys


class ThemeRecord(Named):
    slug: Slug
    parent: ThemeKey | None = None


class ProgrammeRecord(Named):
    slug: Slug
    kind: ProgrammeKind
    acronym: Text | None = None


class PartnerRecord(Named):
    slug: Slug
    kind: PartnerKind
    acronym: Bilingual | None = None


class InstrumentRecord(Named):
    slug: Slug
    kind: InstrumentKind
    acronym: Bilingual | None = None


class SectionRecord(Record):
    code: str
    title: Bilingual


class ReportRecord(Record):
    KEY = "ref"
    ref: Year
    language: str
    session: int
    resolution: str
    symbol: Text | None = None
    title: Text | None = None
    sections: list[SectionRecord]


class ContextFigureRecord(Record):
    """A figure of a paragraph that belongs to no activity."""

    value: Number
    qualifier: Qualifier
    unit: UnitKey
    label: Bilingual
    period: Period | None = None
    cumulative: bool = False
    role: FigureRole
    countries: CountryKeys = []
    programme: ProgrammeKey | None = None


class FigureRecord(ContextFigureRecord):
    paragraph: int


class ParagraphRecord(Record):
    KEY = "number"
    number: int
    section: SectionKey
    disposition: Disposition
    gist: Bilingual
    figures: list[ContextFigureRecord] = []


class TextRecord(Record):
    title: Annotated[Text, StringConstraints(max_length=110)]
    summary: Text
    origin: Origin = Origin.CURATED


class TextsRecord(Record):
    """French is required; a missing English text is shown in French and says so."""

    fr: TextRecord
    en: TextRecord | None = None


class PlaceRecord(Record):
    country: CountryKey
    role: Role
    localities: Slugs = []

    @model_validator(mode="after")
    def localities_inside_the_country(self, info: ValidationInfo):
        for slug in self.localities:
            if (self.country, slug) not in keys_of(info, "locality"):
                raise ValueError(f"unknown locality in {self.country}: {slug}")
        return self


class PublicationRecord(Record):
    title: Text
    languages: Languages = []


def _by_country(places):
    keys = [(place.country, place.role) for place in places]
    if len(set(keys)) != len(keys):
        raise ValueError("names the same country in the same role twice")
    return sorted(places, key=lambda place: (place.country, place.role))


class ActivityRecord(Record):
    KEY = "ref"
    ref: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{3}-[1-9][0-9]*$")]
    kind: Kind
    modality: Modality | None = None
    scope: Scope
    start: Date | None = None
    end: Date | None = None
    date_precision: DatePrecision | None = None
    paragraphs: Annotated[list[int], Field(min_length=1)]
    status: Status = Status.PUBLISHED
    reviewed_by: str = ""
    reviewed_on: Date | None = None
    texts: TextsRecord
    countries: Annotated[list[PlaceRecord], AfterValidator(_by_country)] = []
    regions: RegionKeys = []
    programmes: ProgrammeKeys = []
    themes: ThemeKeys
    partners: PartnerKeys = []
    instruments: InstrumentKeys = []
    publications: list[PublicationRecord] = []
    figures: list[FigureRecord] = []
    source_note: Bilingual | None = None

    @property
    def report(self):
        return self.ref[:4]

    @model_validator(mode="after")
    def dates_belong_together(self):
        if (self.start is None) != (self.date_precision is None):
            raise ValueError("start and date_precision go together")
        if self.end and (self.start is None or self.end < self.start):
            raise ValueError("end needs a start that is not after it")
        return self

    @model_validator(mode="after")
    def published_is_reviewed(self):
        if self.status == Status.PUBLISHED and not (self.reviewed_by and self.reviewed_on):
            raise ValueError("a published entry needs reviewed_by and reviewed_on")
        return self

    @model_validator(mode="after")
    def paragraphs_exist(self, info: ValidationInfo):
        if int(self.ref[5:8]) != self.paragraphs[0]:
            raise ValueError("paragraphs: the first one is the one in the ref")
        if len(set(self.paragraphs)) != len(self.paragraphs):
            raise ValueError("paragraphs: one stands twice")
        for number in [*self.paragraphs, *(figure.paragraph for figure in self.figures)]:
            if (self.report, number) not in keys_of(info, "paragraph"):
                raise ValueError(f"unknown paragraph: {number}")
        return self
