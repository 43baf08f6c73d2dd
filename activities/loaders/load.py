from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from pydantic import ValidationError

from ..dependents import INDEXED, dependents
from ..indexing import publish_changes
from ..models import Activity, Report
from . import reference_rows, source_rows
from .activity_rows import Activities
from .files import FixtureError
from .reading import read_all
from .rows import Keys

TABLES = {
    "unit": reference_rows.Units(),
    "country": reference_rows.Countries(),
    "region": reference_rows.Regions(),
    "theme": reference_rows.Themes(),
    "programme": reference_rows.Programmes(),
    "partner": reference_rows.Partners(),
    "instrument": reference_rows.Instruments(),
    "report": source_rows.Reports(),
    "paragraph": source_rows.Paragraphs(),
    "activity": Activities(),
}


@dataclass
class Outcome:
    """What became of each record: {table: {created, updated, unchanged, kept: count}}, and the keys kept."""

    counts: dict[str, Counter] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    changed: dict[str, list] = field(default_factory=dict)
    # The entries that said something of what was changed, before it was; and of which rows they may say it now.
    touched: set[int] = field(default_factory=set)
    said: dict[str, set[int]] = field(default_factory=dict)

    def add(self, table, result, entry, row):
        self.counts.setdefault(table, Counter())[result] += 1
        if result == "kept":
            self.kept.append(str(entry.record.key))
        elif result != "unchanged":
            self.changed.setdefault(table, []).append(row)


def load(directory, overwrite=frozenset()) -> Outcome:
    """Brings the fixtures of a directory into the database.

    A row that was edited since it was last loaded is kept as it is, unless `overwrite` names its key.
    Raises FixtureError, with nothing written, when any record of any file is wrong.
    """
    entries = read_all(directory)
    _refuse_unknown(overwrite, entries)
    _refuse_in_preparation(entries)
    outcome, keys, written = Outcome(), Keys(), []
    with transaction.atomic():
        for name, table in TABLES.items():
            existing = {table.key(row): row for row in _locked(table)}
            for entry in entries[name]:
                row = existing.get(entry.key)
                result = _decide(table, row, entry, str(entry.record.key) in overwrite)
                if result in ("created", "updated"):
                    row = _write_said(name, row, entry, keys, outcome)
                    written.append((table, row, entry.record))
                elif result == "unchanged":
                    _remember(table, row, entry)
                outcome.add(name, result, entry, row)
        for table, row, record in written:
            table.finish(row, record)
        _publish(outcome)
    return outcome


def _locked(table):
    """The rows as they are when nobody is saving one, nor can before the load has ended.

    Of a row that somebody else points at, no more than its contents is locked.
    """
    rows = table.model._default_manager.order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk", flat=True))
    return table.rows()


def _refuse_unknown(overwrite, entries):
    known = {str(entry.record.key) for items in entries.values() for entry in items}
    if unknown := sorted(set(overwrite) - known):
        raise FixtureError([f"--overwrite: no record is called {', '.join(unknown)}"])


def _refuse_in_preparation(entries):
    """Entries of the files would be published, and point into a report that nobody sees."""
    refs = [entry.key for entry in entries["report"]]
    if waiting := Report.objects.filter(ref__in=refs, published=False).values_list("ref", flat=True):
        raise FixtureError([f"{', '.join(waiting)}: in preparation in this database; publish it first"])


def _decide(table, row, entry, overwrite):
    if row is None:
        return "created"
    try:
        current = table.to_record(row)
    except ValidationError:
        # Only an edit can have made it so.
        return "updated" if overwrite else "kept"
    if current == entry.record and getattr(row, "position", entry.position) == entry.position:
        return "unchanged"
    untouched = row.loaded_digest == current.digest()
    return "updated" if untouched or overwrite else "kept"


def _write_said(name, row, entry, keys, outcome):
    """Writes a row, and notes which entries say something of what that changes."""
    table, said = TABLES[name], _is_said(TABLES[name], row, entry)
    if said and row and name != "activity":
        outcome.touched |= dependents(table.model, [row.pk])
    row = _write(table, row, entry, keys)
    if said:
        outcome.said.setdefault(name, set()).add(row.pk)
    return row


def _is_said(table, row, entry):
    """True if an entry may say something of what the record changes in the row."""
    if row is None:
        return True
    try:
        current = table.to_record(row)
    except ValidationError:
        return True
    fields = set(type(current).model_fields) - table.unsaid
    return any(getattr(current, name) != getattr(entry.record, name) for name in fields)


def _remember(table, row, entry):
    """An edit that has come back in the file, or was undone, is no edit any more."""
    if row.loaded_digest != entry.record.digest():
        table.model._default_manager.filter(pk=row.pk).update(loaded_digest=entry.record.digest())


def _write(table, row, entry, keys):
    row = row or table.model()
    for column, value in table.values(entry, keys).items():
        setattr(row, column, value)
    row.loaded_digest = entry.record.digest()
    row.save()
    table.relate(row, entry.record, keys)
    return row


def _publish(outcome):
    """Refreshes the entries that were written, and those that say something of a row that was."""
    touched = outcome.touched | outcome.said.pop("activity", set())
    for name, keys in outcome.said.items():
        touched |= dependents(TABLES[name].model, keys)
    # A migration that rebuilds the search rows leaves none.
    activities = Activity.objects.filter(Q(pk__in=touched) | Q(search_entry=None))
    if outcome.changed or activities.exists():
        indexed = any(TABLES[name].model in INDEXED for name in outcome.changed)
        publish_changes(activities, reference=indexed)
