"""Writes the text of a report to the database, as a report in preparation or beside a published one."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from pydantic import TypeAdapter, ValidationError

from activities.models import Paragraph, ParagraphText, Report, Section
from activities.models.sources import TITLE_LENGTH, unwritten

from ..fixtures.types import Resolution, Whole, Year
from ..fixtures.validation import faults
from .names import Gazetteer
from .proposing import propose
from .text import ReportError, ReportText

# The options that a new report needs, validated as in its fixture file.
NEEDED = (
    ("--year", "year", Year),
    ("--session", "session", Whole),
    ("--resolution", "resolution", Resolution),
)


@dataclass(frozen=True)
class Header:
    """The facts that the text does not state; a new report needs session and resolution.

    For an existing report they are optional, and have to equal the stored ones.
    """

    year: str
    language: str = ""  # French for a new report
    session: int | None = None
    resolution: str = ""


@dataclass
class Outcome:
    """{sections, paragraphs, texts, suggestions: {created, updated, unchanged, removed, kept: count}}."""

    counts: dict[str, Counter] = field(default_factory=dict)

    def add(self, table, result, number=1):
        self.counts.setdefault(table, Counter())[result] += number


@transaction.atomic
def bring_in(text: ReportText, header: Header, *, text_only=False) -> Outcome:
    """Creates or corrects a report in preparation; with `text_only`, writes only texts and suggestions.

    Raises ReportError, with nothing written, if that would change what was curated or decided.
    """
    report = Report.objects.select_for_update().filter(ref=header.year).first()
    paragraphs = {row.number: row for row in report.paragraphs.all()} if report else {}
    if problems := [*_problems(text, header, report, paragraphs, text_only)]:
        raise ReportError(problems)
    outcome = Outcome()
    report = report or _new(header)
    if not text_only:
        sections = _sections(text, report, outcome)
        paragraphs = _paragraphs(text, report, sections, paragraphs, outcome)
        _remove_sections(text, report, outcome)
    _texts(text, paragraphs, outcome)
    propose(text, paragraphs, Gazetteer(report.language), report.language, outcome)
    return outcome


def _problems(text, header, report, paragraphs, text_only):
    if report and report.published and not text_only:
        yield (
            f"the report of {header.year} is published: --text-only adds the text and the suggestions "
            "and leaves its sections, paragraphs and activities as they are"
        )
    elif not report and text_only:
        yield f"there is no report of {header.year} to add a text to"
    elif text_only:
        yield from _contradictions(report, header)
        yield from _differences(text, paragraphs)
    else:
        yield from _contradictions(report, header) if report else _faults_of(header)
        yield from (
            f"line {section.line}: the heading has more than {TITLE_LENGTH} characters"
            for section in text.sections
            if len(section.title) > TITLE_LENGTH
        )
        gone = [
            row for number, row in paragraphs.items() if number not in {p.number for p in text.paragraphs}
        ]
        yield from (
            f"paragraph {row.number} is not in the text: {why}" for row in gone if (why := _needed(row))
        )


def _contradictions(report, header):
    """Yields an error for each option that contradicts the stored report."""
    for name in ("language", "session", "resolution"):
        said, stored = getattr(header, name), getattr(report, name)
        if said and said != stored:
            yield f"--{name} {said}: of the report of {header.year} it is {stored}; the admin changes it"


def _faults_of(header):
    for option, name, kind in NEEDED:
        try:
            TypeAdapter(kind).validate_python(getattr(header, name))
        except ValidationError as error:
            yield f"a new report needs {option}: {next(faults(error)).partition(': ')[2]}"


def _differences(text, paragraphs):
    """Yields an error for each paragraph that only the text or only the catalogue has."""
    lines = {paragraph.number: paragraph.line for paragraph in text.paragraphs}
    for number in sorted(lines.keys() - paragraphs.keys()):
        yield f"line {lines[number]}: paragraph {number} is not in the catalogue"
    for number in sorted(paragraphs.keys() - lines.keys()):
        yield f"paragraph {number} of the catalogue is not in the text"


def _needed(row):
    """Returns why a paragraph that is gone from the text has to stay; empty if it may be deleted."""
    if row.citations.exists():
        return "an activity cites it"
    if row.figures.exists():
        return "figures rest on it"
    if row.suggestions.decided().exists():
        return "suggestions for it have been decided on"
    return "its gist has been begun" if len(unwritten(row)) < len(row.WRITTEN) else ""


def _new(header):
    return Report.objects.create(
        ref=header.year,
        language=header.language or "fr",
        session=header.session,
        resolution=header.resolution,
        published=False,
    )


def _sections(text, report, outcome):
    """Returns {code: row}; the title in the other language stays empty until an analyst writes it."""
    existing = {row.code: row for row in report.sections.all()}
    title = f"title_{report.language}"
    rows = {}
    for position, section in enumerate(text.sections):
        wanted = {"position": position, title: section.title}
        row = existing.get(section.code) or Section(report=report, code=section.code)
        rows[section.code] = _keep(row, wanted, "sections", outcome)
    return rows


def _paragraphs(text, report, sections, existing, outcome):
    """Returns {number: row}; gists and dispositions stay empty until an analyst writes them."""
    rows = {}
    for paragraph in text.paragraphs:
        row = existing.get(paragraph.number) or Paragraph(report=report, number=paragraph.number)
        wanted = {"section": sections[paragraph.section]}
        rows[paragraph.number] = _keep(row, wanted, "paragraphs", outcome)
    for number in existing.keys() - rows.keys():
        existing[number].delete()
        outcome.add("paragraphs", "removed")
    return rows


def _remove_sections(text, report, outcome):
    gone = report.sections.exclude(code__in=[section.code for section in text.sections])
    if number := gone.count():
        gone.delete()
        outcome.add("sections", "removed", number)


def _texts(text, paragraphs, outcome):
    existing = ParagraphText.objects.in_bulk([row.pk for row in paragraphs.values()])
    for paragraph in text.paragraphs:
        row = paragraphs[paragraph.number]
        kept = existing.get(row.pk) or ParagraphText(paragraph=row)
        _keep(kept, {"text": paragraph.text}, "texts", outcome)


def _keep(row, wanted, table, outcome):
    is_new = row._state.adding
    if not is_new and all(getattr(row, name) == value for name, value in wanted.items()):
        outcome.add(table, "unchanged")
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save()
    outcome.add(table, "created" if is_new else "updated")
    return row
