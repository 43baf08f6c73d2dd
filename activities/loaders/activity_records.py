"""The record of an activity with everything that hangs on it."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, model_validator

from ..models.vocabulary import REF, DatePrecision, Kind, Modality, Origin, Role, Scope, Status
from .records import Bilingual, Record
from .source_records import FigureRecord
from .types import (
    CountryKey,
    Date,
    InstrumentKeys,
    Languages,
    PartnerKeys,
    Printed,
    ProgrammeKeys,
    RegionKeys,
    Reviewer,
    Slugs,
    Text,
    ThemeKeys,
    Title,
    Whole,
    keys_of,
    once,
)


class TextRecord(Record):
    title: Title
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
    title: Printed
    languages: Languages = []


def _by_country(places):
    keys = [(place.country, place.role) for place in places]
    if len(set(keys)) != len(keys):
        raise ValueError("names the same country in the same role twice")
    return sorted(places, key=lambda place: (place.country, place.role))


class ActivityRecord(Record):
    KEY = "ref"
    ref: Annotated[str, StringConstraints(pattern=f"^{REF}$")]
    kind: Kind
    modality: Modality | None = None
    scope: Scope
    start: Date | None = None
    end: Date | None = None
    date_precision: DatePrecision | None = None
    paragraphs: Annotated[list[Whole], Field(min_length=1)]
    status: Status = Status.PUBLISHED
    reviewed_by: Reviewer = ""
    reviewed_on: Date | None = None
    texts: TextsRecord
    countries: Annotated[list[PlaceRecord], AfterValidator(_by_country)] = []
    regions: RegionKeys = []
    programmes: ProgrammeKeys = []
    themes: ThemeKeys
    partners: PartnerKeys = []
    instruments: InstrumentKeys = []
    publications: Annotated[list[PublicationRecord], once("title")] = []
    figures: list[FigureRecord] = []
    source_note: Bilingual[Text] | None = None

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
