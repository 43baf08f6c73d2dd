"""The plan that a spreadsheet amounts to, per activity, as shown before it is confirmed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from activities.editing import Difference
from activities.models import Activity

from .sheet_activity import SheetActivity


class Fault(NamedTuple):
    table: str
    row: int  # number in the spreadsheet
    columns: tuple[str, ...]  # empty if the row as a whole is wrong
    ref: str
    message: str


@dataclass
class Line:
    """The change of one activity: `before` is None for a new one, both are None if it cannot be created."""

    ref: str
    activity: Activity | None = None
    before: SheetActivity | None = None
    after: SheetActivity | None = None
    # {(table, pk of the figure as text): row}
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    # The row is as exported, but the activity has changed since.
    is_outdated: bool = False
    differences: list[Difference] = field(default_factory=list)

    @property
    def is_new(self):
        return self.activity is None

    @property
    def title(self):
        sheet_activity = self.before or self.after
        rows = [row["fields"] for row in sheet_activity.part("texts")] if sheet_activity else []
        texts = {row["language"]: row["title"] for row in rows}
        return texts.get("fr") or next(iter(texts.values()), "")

    @property
    def is_changed(self):
        return bool(self.after and (self.before is None or self.after.rows != self.before.rows))

    def fault(self, table: str, row: int, messages: Iterable[str], *columns: str):
        self.faults += [Fault(table, row, columns, self.ref, str(message)) for message in messages]

    def place(self, table: str, number: str = "") -> tuple[str, int]:
        """Returns (table, row) of a part of the activity in the spreadsheet, else its first row."""
        if row := self.rows.get((table, number)):
            return table, row
        (table, _number), row = next(iter(self.rows.items()))
        return table, row


@dataclass
class Plan:
    """`is_cut` if there were too many faults, and the remaining rows were not examined."""

    lines: list[Line]
    is_cut: bool = False

    @property
    def faults(self):
        return [fault for line in self.lines for fault in line.faults]

    @property
    def new(self):
        return [line for line in self.lines if line.is_new and not line.faults]

    @property
    def changed(self):
        return [line for line in self.lines if line.is_changed and not (line.is_new or line.faults)]

    @property
    def outdated(self):
        return [line for line in self.lines if line.is_outdated and not (line.is_changed or line.faults)]

    @property
    def unchanged(self):
        """The number of activities without a change."""
        return len(self.lines) - sum(map(len, (self.new, self.changed, self.outdated, self.refused)))

    @property
    def refused(self):
        return [line for line in self.lines if line.faults]

    @property
    def is_open(self):
        """True if the plan may be confirmed: there is something to write and no fault."""
        return not self.faults and bool(self.changed or self.new)

    @property
    def fingerprint(self):
        """A digest of all changes that are shown to the user who confirms them."""
        told = [(line.ref, *line.differences) for line in (*self.changed, *self.new)]
        return hashlib.sha256(repr(told).encode()).hexdigest()
