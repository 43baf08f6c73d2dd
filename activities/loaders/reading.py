"""All fixture files of a directory, read and validated before anything is written."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from . import activity_records, files, reference_records, source_records
from .records import Record

# Table, files, record: in the order in which rows may point at each other.
LAYOUT: dict[str, tuple[str, type[Record]]] = {
    "unit": ("reference/units.yaml", reference_records.UnitRecord),
    "country": ("reference/countries.yaml", reference_records.CountryRecord),
    "region": ("reference/regions.yaml", reference_records.RegionRecord),
    "theme": ("reference/themes.yaml", reference_records.ThemeRecord),
    "programme": ("reference/programmes.yaml", reference_records.ProgrammeRecord),
    "partner": ("reference/partners.yaml", reference_records.PartnerRecord),
    "instrument": ("reference/instruments.yaml", reference_records.InstrumentRecord),
    "report": ("[0-9]*/report.yaml", source_records.ReportRecord),
    "paragraph": ("[0-9]*/paragraphs.yaml", source_records.ParagraphRecord),
    "activity": ("[0-9]*/activities/*.yaml", activity_records.ActivityRecord),
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
        if isinstance(self.record, source_records.ParagraphRecord):
            return (self.report, self.record.number)
        return self.record.key

    def value(self, field):
        return self.key if field == self.record.KEY else getattr(self.record, field)


@dataclass(frozen=True)
class Raw:
    """An entry as YAML gave it."""

    path: Path
    report: str
    position: int
    record: type[Record]
    content: dict

    @property
    def key(self):
        key = self.content.get(self.record.KEY)
        return key if isinstance(key, str | int) else f"entry {self.position + 1}"


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
    problems += [*_duplicates(entries), *_orphans(entries), *_misplaced(entries)]
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
        single = record is source_records.ReportRecord
        items = [content] if single else content
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            problems.append(f"{path}: expected {'a mapping' if single else 'a list of entries'}")
            continue
        report = path.relative_to(directory).parts[0]
        yield from (Raw(path, report, i, record, item) for i, item in enumerate(items))


def _known_keys(raw):
    """What an entry may point at: the keys of each table, straight from the files."""
    known = {table: {item.key for item in items} for table, items in raw.items()}
    known["paragraph"] = {(item.report, item.key) for item in raw["paragraph"]}
    known["locality"] = {
        (item.key, str(place.get("slug")))
        for item in raw["country"]
        for place in _dicts(item.content.get("localities"))
    }
    return known


def _sections(raw):
    """{report: codes of its sections}"""
    return {
        item.report: {str(section.get("code")) for section in _dicts(item.content.get("sections"))}
        for item in raw["report"]
    }


def _dicts(value):
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _validated(raw, known, problems):
    try:
        record = raw.record.model_validate(raw.content, context=known)
    except ValidationError as error:
        problems += [f"{raw.path}: {raw.key}: {fault}" for fault in faults(error)]
        return None
    return Entry(raw.path, raw.report, raw.position, record)


def faults(error: ValidationError):
    """The field and what is wrong with it, for each fault of a record."""
    for fault in error.errors():
        field = ".".join(map(str, fault["loc"])) or "entry"
        yield f"{field}: {fault['msg'].removeprefix('Value error, ')}"


def _duplicates(entries):
    for table, items in entries.items():
        record = LAYOUT[table][1]
        for field in (record.KEY, *record.UNIQUE):
            counted = Counter(entry.value(field) for entry in items)
            for entry in items:
                times = counted[entry.value(field)]
                if times > 1 and entry.value(field) is not None:
                    yield f"{entry.path}: {entry.record.key}: {field}: stands {times} times"


def _orphans(entries):
    """Rows before what they are part of: they are written in the order of the file."""
    for table in ("region", "theme"):
        positions = {entry.key: entry.position for entry in entries[table]}
        for entry in entries[table]:
            parent = entry.record.parent
            if positions.get(parent, -1) >= entry.position:
                yield f"{entry.path}: {entry.key}: parent: {parent} does not stand before it"


def _misplaced(entries):
    """Reports outside their folder, and activities outside the file of their section."""
    for entry in entries["report"]:
        if entry.report != entry.record.ref:
            yield f"{entry.path}: {entry.record.ref}: ref: belongs in {entry.record.ref}/report.yaml"
    sections = {entry.key: entry.record.section for entry in entries["paragraph"]}
    for entry in entries["activity"]:
        activity = entry.record
        right = section_file(sections.get((activity.report, activity.paragraphs[0]), ""))
        if entry.report != activity.report or entry.path.name != right:
            yield f"{entry.path}: {activity.ref}: ref: belongs in {activity.report}/activities/{right}"
