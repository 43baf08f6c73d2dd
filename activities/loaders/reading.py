"""All fixture files of a directory, read and validated before anything is written."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from . import files, records

# Table, files, record: in the order in which rows may point at each other.
LAYOUT = {
    "unit": ("reference/units.yaml", records.UnitRecord),
    "country": ("reference/countries.yaml", records.CountryRecord),
    "region": ("reference/regions.yaml", records.RegionRecord),
    "theme": ("reference/themes.yaml", records.ThemeRecord),
    "programme": ("reference/programmes.yaml", records.ProgrammeRecord),
    "partner": ("reference/partners.yaml", records.PartnerRecord),
    "instrument": ("reference/instruments.yaml", records.InstrumentRecord),
    "report": ("[0-9]*/report.yaml", records.ReportRecord),
    "paragraph": ("[0-9]*/paragraphs.yaml", records.ParagraphRecord),
    "activity": ("[0-9]*/activities/*.yaml", records.ActivityRecord),
}


@dataclass(frozen=True)
class Entry:
    """A valid record with the place that it comes from."""

    path: Path
    report: str
    position: int
    record: Any

    @property
    def key(self):
        """Unique in its table; a paragraph's number is so only together with its report."""
        if isinstance(self.record, records.ParagraphRecord):
            return (self.report, self.record.number)
        return self.record.key


@dataclass(frozen=True)
class Raw:
    """An entry as YAML gave it."""

    path: Path
    report: str
    position: int
    record: type[records.Record]
    content: dict

    @property
    def key(self):
        return self.content.get(self.record.KEY, f"entry {self.position + 1}")


def read_all(directory: Path) -> dict[str, list[Entry]]:
    """{table: entries in file order}; FixtureError lists every problem of every file."""
    problems: list[str] = []
    raw = {table: list(_raw_entries(directory, *layout, problems)) for table, layout in LAYOUT.items()}
    known, sections = _known_keys(raw), _sections(raw)
    entries = {
        table: [
            entry
            for item in items
            if (entry := _validated(item, {**known, "section": sections.get(item.report, ())}, problems))
        ]
        for table, items in raw.items()
    }
    problems += _duplicates(entries)
    problems += _misplaced(entries)
    if problems:
        raise files.FixtureError(problems)
    return entries


def section_file(section_code: str) -> str:
    """Where the activities of a section are kept: `IV.E.4.k` in `iv-e-4-k.yaml`."""
    return f"{section_code.lower().replace('.', '-')}.yaml"


def _raw_entries(directory, pattern, record, problems):
    paths = sorted(directory.glob(pattern))
    if not paths and "*" not in pattern:
        problems.append(f"{directory / pattern}: the file is missing")
    for path in paths:
        try:
            content = files.read(path)
        except files.FixtureError as error:
            problems += error.problems
            continue
        items = [content] if record is records.ReportRecord else content
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            problems.append(f"{path}: expected a list of entries")
            continue
        report = path.relative_to(directory).parts[0]
        yield from (Raw(path, report, i, record, item) for i, item in enumerate(items))


def _known_keys(raw):
    """What an entry may point at: the keys of each table, straight from the files."""
    known = {table: {item.key for item in items} for table, items in raw.items()}
    known["paragraph"] = {(item.report, item.key) for item in raw["paragraph"]}
    known["locality"] = {
        (item.key, place.get("slug"))
        for item in raw["country"]
        for place in _dicts(item.content.get("localities"))
    }
    return known


def _sections(raw):
    """{report: codes of its sections}"""
    return {
        item.report: {section.get("code") for section in _dicts(item.content.get("sections"))}
        for item in raw["report"]
    }


def _dicts(value):
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _validated(raw, known, problems):
    try:
        record = raw.record.model_validate(raw.content, context=known)
    except ValidationError as error:
        for fault in error.errors():
            field = ".".join(map(str, fault["loc"])) or "entry"
            message = fault["msg"].removeprefix("Value error, ")
            problems.append(f"{raw.path}: {raw.key}: {field}: {message}")
        return None
    return Entry(raw.path, raw.report, raw.position, record)


def _duplicates(entries):
    for items in entries.values():
        counted = Counter(entry.key for entry in items)
        for entry in items:
            if counted[entry.key] > 1:
                yield f"{entry.path}: {entry.record.key}: {entry.record.KEY}: stands {counted[entry.key]} times"


def _misplaced(entries):
    """Activities outside the file of their section, which an export would move."""
    sections = {entry.key: entry.record.section for entry in entries["paragraph"]}
    for entry in entries["activity"]:
        activity = entry.record
        right = section_file(sections.get((activity.report, activity.paragraphs[0]), ""))
        if entry.report != activity.report or entry.path.name != right:
            yield f"{entry.path}: {activity.ref}: ref: belongs in {activity.report}/activities/{right}"
