"""The snapshot of an activity, read and edited cell by cell outside the database."""

from copy import deepcopy
from typing import Any

from activities.editing.versions import MAIN, new_fields, part_model
from activities.models import Activity, Report
from activities.models.vocabulary import Status

from .references import References


class SheetActivity:
    """An editable snapshot. `rows` as `versions.contents` returns them; new rows have negative pks."""

    def __init__(self, ref: str, rows: list[dict], references: References):
        self.ref, self.rows, self.references = ref, rows, references

    @classmethod
    def new(cls, ref, references):
        return cls(ref, [{"model": MAIN, "pk": -1, "fields": new_fields()}], references)

    def copy(self):
        return SheetActivity(self.ref, deepcopy(self.rows), self.references)

    @property
    def report(self) -> str:
        return self.ref[:4]

    @property
    def row(self) -> dict[str, Any]:
        return next(row for row in self.rows if row["model"] == MAIN)

    @property
    def fields(self) -> dict[str, Any]:
        return self.row["fields"]

    def part(self, name) -> list[dict]:
        """Returns the rows of a relation such as `texts`, ordered by position where they have one."""
        label = part_model(name)._meta.label_lower
        rows = [row for row in self.rows if row["model"] == label]
        return sorted(rows, key=lambda row: row["fields"].get("position", 0))

    def add(self, name, **fields):
        row = {
            "model": part_model(name)._meta.label_lower,
            "pk": min(0, *(row["pk"] for row in self.rows)) - 1,
            "fields": {"activity": self.row["pk"], **fields},
        }
        self.rows.append(row)
        return row

    def remove(self, row):
        self.rows.remove(row)

    def stored(self, number):
        """Returns the snapshot for the activity with this pk, to be written; new rows get pk None."""
        rows = deepcopy(self.rows)
        for row in rows:
            if row["model"] == MAIN:
                row["pk"] = number
                continue
            row["pk"] = row["pk"] if row["pk"] > 0 else None
            row["fields"]["activity"] = number
        return rows


def draft(sheet_activity: SheetActivity) -> Activity:
    """Returns the unsaved Activity of a new row of a spreadsheet, as a draft."""
    kept = {name: value for name, value in sheet_activity.fields.items() if not isinstance(value, list)}
    report = sheet_activity.references.pks_by_key(Report)[sheet_activity.report]
    return Activity(ref=sheet_activity.ref, report_id=report, status=Status.DRAFT, **kept)
