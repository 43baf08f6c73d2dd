"""The records of the report, its paragraphs, and the figures of a paragraph or an activity."""

from typing import Annotated

from pydantic import AfterValidator

from ..models.figures import FigureRole, Qualifier
from ..models.sources import Disposition
from .records import Bilingual, Record
from .types import (
    CountryKeys,
    Flag,
    Heading,
    Label,
    Language,
    Number,
    Period,
    ProgrammeKey,
    ReportTitle,
    Resolution,
    SectionCode,
    SectionKey,
    Symbol,
    Text,
    UnitKey,
    Whole,
    Year,
    once,
)


class SectionRecord(Record):
    code: SectionCode
    title: Bilingual[Heading]


class ReportRecord(Record):
    KEY = "ref"
    ref: Year
    language: Language
    session: Whole
    resolution: Resolution
    symbol: Symbol | None = None
    title: ReportTitle | None = None
    sections: Annotated[list[SectionRecord], once("code")]


class ContextFigureRecord(Record):
    """A figure of a paragraph that belongs to no activity."""

    value: Number
    qualifier: Qualifier
    unit: UnitKey
    label: Bilingual[Label]
    period: Period | None = None
    cumulative: Flag = False
    role: FigureRole
    countries: CountryKeys = []
    programme: ProgrammeKey | None = None


class FigureRecord(ContextFigureRecord):
    paragraph: Whole


def _no_results(figures):
    if any(figure.role != FigureRole.CONTEXT for figure in figures):
        raise ValueError("a figure that belongs to no activity has the role context")
    return figures


class ParagraphRecord(Record):
    KEY = "number"
    number: Whole
    section: SectionKey
    disposition: Disposition
    gist: Bilingual[Text]
    figures: Annotated[list[ContextFigureRecord], AfterValidator(_no_results)] = []
