"""Applies one uploaded row to the snapshot of its activity, or refuses it with a fault."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from activities.editing import version_token

from . import marks
from .grids import CellFault
from .tables import FIGURE, FIGURES, MARK, REF, REMOVE, FigureRow, SheetTable


@dataclass(frozen=True)
class Given:
    """An uploaded row: {column: text}, {column: why its cell cannot be read}."""

    table: SheetTable
    number: int
    cells: dict[str, str]
    faults: dict[str, str]

    @property
    def ref(self):
        return self.cells.get(REF, "").strip()

    @property
    def mark(self):
        return self.cells.get(MARK, "").strip()

    @property
    def columns(self):
        return [
            column
            for column in self.table.columns
            if column.name in self.cells and column.name not in self.faults
        ]

    def read(self, name, sheet_activity):
        return self.table.column(name).read(self.cells.get(name, ""), sheet_activity)

    def is_untouched(self, sheet_activity):
        """True if the row is as exported, in the columns that were uploaded."""
        cells = [(column, self.cells.get(column.name)) for column in self.table.columns]
        said = [None if text is None else column.canonical(text, sheet_activity) for column, text in cells]
        return marks.is_untouched(self.mark, said)


def take(line, row):
    for name, fault in row.faults.items():
        line.fault(row.table.name, row.number, [CellFault(fault).label], name)
    if line.after is None:
        return
    if row.table is FIGURES:
        _take_figure(line, row)
    elif _is_first(line, row, "", REF):
        _take_over(line, row, line.after)


def _take_figure(line, row):
    try:
        number, is_removed = row.read(FIGURE, line.after), row.read(REMOVE, line.after)
    except ValidationError as error:
        line.fault(row.table.name, row.number, error.messages, FIGURE, REMOVE)
        return
    if number is None:
        if not is_removed:
            _take_new_figure(line, row)
        return
    found = next((figure for figure in line.after.part("figures") if figure["pk"] == number), None)
    if not _is_first(line, row, str(number), FIGURE):
        return
    if found and not is_removed:
        _take_over(line, row, FigureRow(found))
        _keep_apart(line.after, found)
    elif found is None and row.is_untouched(line.after):
        line.is_outdated = True
    elif _is_current(line, row):
        if found:
            line.after.remove(found)
        else:
            text = _("This activity has no figure of this number; leave it empty for a new one.")
            line.fault(row.table.name, row.number, [text], FIGURE)


def _take_new_figure(line, row):
    figure = _new_figure(line.after)
    line.rows[row.table.name, str(figure["pk"])] = row.number
    _edit(line, row, FigureRow(figure))
    said = figure["fields"] | {"position": None}
    others = [other for other in line.after.part("figures") if other is not figure]
    if any(other["fields"] | {"position": None} == said for other in others):
        # For example if a file is uploaded twice.
        line.fault(row.table.name, row.number, [_("This figure is already in the activity.")], FIGURE)


def _next_position(sheet_activity):
    return max((row["fields"]["position"] for row in sheet_activity.part("figures")), default=-1) + 1


def _keep_apart(sheet_activity, figure):
    """Gives a figure a new position if its paragraph was changed to one where the position is taken."""
    place = figure["fields"]["paragraph"], figure["fields"]["position"]
    others = [row["fields"] for row in sheet_activity.part("figures") if row is not figure]
    if any((other["paragraph"], other["position"]) == place for other in others):
        figure["fields"]["position"] = _next_position(sheet_activity)


def _new_figure(sheet_activity):
    return sheet_activity.add(
        "figures", position=_next_position(sheet_activity), value=None, unit=None, qualifier="", label_fr="",
        label_en="", paragraph=None, period="", cumulative=False, role="", countries=[], programme=None,
    )  # fmt: skip


def _is_first(line, row, number, column):
    """True if no earlier row is for the same activity or figure; adds a fault to a later one."""
    first = line.rows.setdefault((row.table.name, number), row.number)
    if first != row.number:
        text = _("This is already in row %(row)d.") % {"row": first}
        line.fault(row.table.name, row.number, [text], column)
    return first == row.number


def _take_over(line, row, target):
    """Applies the cells that differ, unless the row was exported before the activity changed."""
    if line.is_new:
        _edit(line, row, target)
    elif any(_differs(column, row, target, line.after) for column in row.columns):
        if row.is_untouched(line.after):
            line.is_outdated = True
        elif _is_current(line, row):
            _edit(line, row, target)


def _differs(column, row, target, sheet_activity):
    text, stored = row.cells[column.name], column.write(column.stored(target), sheet_activity)
    return text != stored and column.canonical(text, sheet_activity) != column.canonical(
        stored, sheet_activity
    )


def _edit(line, row, target):
    for column in row.columns:
        if not _differs(column, row, target, line.after):
            continue
        try:
            column.store(target, column.read(row.cells[column.name], line.after))
        except ValidationError as error:
            line.fault(row.table.name, row.number, error.messages, column.name)


def _is_current(line, row):
    """True if the row was exported from the stored state; an older row never overwrites, but is a fault."""
    if line.activity and marks.is_of(row.mark, version_token(line.activity)):
        return True
    line.fault(row.table.name, row.number, [_why_outdated(line, row)], MARK)
    return False


def _why_outdated(line, row):
    if not marks.MARK.fullmatch(row.mark):
        return _("The mark is missing or was changed: export the activity again.")
    copy = getattr(line.activity, "working_copy", None)
    when = date_format(
        localtime(copy.edited_at if copy else line.activity.updated_at), "SHORT_DATETIME_FORMAT"
    )
    text = _(
        "The activity has changed since the export (%(when)s): export it again, and redo what you changed in it."
    )
    return text % {"when": f"{copy.edited_by}, {when}" if copy else when}
