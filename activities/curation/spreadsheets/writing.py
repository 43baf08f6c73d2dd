"""The rows of activities for a spreadsheet; the CSV and XLSX writers take them and do not query."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from activities.editing import version_token
from activities.editing.versions import completed, read_snapshots
from activities.models import Activity

from .marks import mark
from .references import References
from .sheet_activity import SheetActivity
from .tables import FIGURE, MARK, REF, REMOVE, SheetTable


class Written(NamedTuple):
    """A row, with typed values for a workbook and as texts."""

    typed: list[Any]
    texts: list[str]


def sheet_activities(activities, references=None) -> dict[str, tuple[Activity, SheetActivity]]:
    """Returns {ref: (activity, snapshot of its working copy or of itself)}, in the queryset's order."""
    references = references or References()
    found = list(activities.select_related("working_copy__edited_by"))
    published = read_snapshots([activity.pk for activity in found])
    documented = {}
    for activity in found:
        copy = getattr(activity, "working_copy", None)
        stored = published[activity.pk]
        rows = completed(copy.rows, stored) if copy else stored
        documented[activity.ref] = (activity, SheetActivity(activity.ref, rows, references))
    return documented


def rows(table: SheetTable, documented) -> Iterator[Written]:
    for activity, sheet_activity in documented.values():
        for number, target in table.targets(sheet_activity):
            values = [column.stored(target) for column in table.columns]
            pairs = list(zip(table.columns, values, strict=True))
            texts = [column.write(value, sheet_activity) for column, value in pairs]
            own = _own(table, activity, number, said(table, texts, sheet_activity))
            typed = [column.typed(value, sheet_activity) for column, value in pairs]
            yield Written([*own, *typed], [*own, *texts])


def said(table, texts, sheet_activity):
    """Returns the texts of a row's cells, each in canonical form."""
    return [column.canonical(text, sheet_activity) for column, text in zip(table.columns, texts, strict=True)]


def _own(table, activity, number, texts):
    known = {REF: activity.ref, MARK: mark(version_token(activity), texts), FIGURE: number, REMOVE: ""}
    return [known[column.name] for column in table.own]
