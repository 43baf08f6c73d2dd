"""Makes the context of a page from the changes that a spreadsheet would make."""

from typing import NamedTuple

from activities.curation.spreadsheets import TABLES, Fault, heading


class FaultLine(NamedTuple):
    """A fault as displayed: its place, and what to correct."""

    table: str
    row: int
    columns: str
    ref: str
    message: str


def plan_context(plan):
    return {
        "plan": plan,
        "faults": [_fault_line(fault) for fault in sorted(plan.faults, key=_in_order)],
        "changed": [*plan.changed, *plan.new],
    }


def _in_order(fault: Fault):
    return [*TABLES].index(fault.table), fault.row


def _fault_line(fault: Fault):
    table = TABLES[fault.table]
    columns = ", ".join(heading(table.column(name)) for name in fault.columns)
    return FaultLine(str(table.label), fault.row, columns, fault.ref, fault.message)
