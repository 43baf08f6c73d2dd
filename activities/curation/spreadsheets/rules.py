"""The rules for writing an edited activity: permissions, status, and the models' own validation."""

from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.editing import may_change, subject
from activities.models import Paragraph
from activities.models.vocabulary import Status

from .tables import TABLES

EMPTY = gettext_lazy("This field may not be empty.")
# {(constraint, values that it checks): error messages}
Answers = dict[tuple[str, tuple[str, ...]], list[str]]
# The column of a part of an activity whose fields have no columns of their own.
WHOLE_PARTS = {
    "activities.citation": "paragraphs",
    "activities.activitycountry": "countries",
    "activities.activitypartner": "partners",
    "activities.publication": "publications",
}


def judge(line, by, answers: Answers):
    """Adds every fault of a line that would be written.

    `answers` caches the results of constraints from line to line: each is a query, and most rows of a
    spreadsheet have the same values.
    """
    if line.after is None or not (line.is_changed or line.is_new):
        return
    if line.activity and (why_not := _why_closed(line.activity, by)):
        line.fault(*line.place("activities"), [why_not])
        return
    before = line.before.rows if line.before else []
    _judge_whole(line)
    for row in line.after.rows:
        if row not in before:
            _judge_row(line, row, answers)


def _why_closed(activity, by):
    moved = subject(activity)
    if moved.status == Status.IN_REVIEW:
        return _("The activity awaits review: it can be changed once the review is completed.")
    if moved.status == Status.WITHDRAWN:
        return _("The activity was withdrawn: it can be changed once it is reopened.")
    if moved is not activity and moved.is_outdated:
        return _(
            "The published activity has changed since its edit was begun: save the edit in its form first."
        )
    return "" if may_change(activity, by) else _("You cannot change this activity.")


def _judge_whole(line):
    place = line.place("activities")
    wrong = {fault.columns for fault in line.faults}

    def require(holds, column, message):
        if not holds and (column,) not in wrong:
            line.fault(*place, [message], column)

    sheet_activity = line.after
    languages = {row["fields"]["language"] for row in sheet_activity.part("texts")}
    if "fr" not in languages:
        require(False, "title_fr", EMPTY)
        require(False, "summary_fr", EMPTY)
    require(sheet_activity.fields["themes"], "themes", EMPTY)
    cited = sheet_activity.part("citations")
    require(cited, "paragraphs", EMPTY)
    if cited:
        first = sheet_activity.references.key(Paragraph, cited[0]["fields"]["paragraph"])[1]
        text = _("The first paragraph cited is the one in the reference: %(number)d.")
        require(
            first == int(sheet_activity.ref[5:8]),
            "paragraphs",
            text % {"number": int(sheet_activity.ref[5:8])},
        )


def _judge_row(line, row, answers):
    """Validates the fields of a row by its model and, if they are valid, its constraints."""
    table = "figures" if row["model"].endswith("figure") else "activities"
    place = line.place(table, str(row["pk"]) if table == "figures" else "")
    (item,) = serializers.deserialize("python", [row])
    own = {field.name: field for field in item.object._meta.fields if field.name in row["fields"]}
    others = {field.name for field in item.object._meta.fields} - own.keys()
    missing = {name for name, field in own.items() if row["fields"][name] is None and not field.null}
    faults: dict[str, list] = {name: [EMPTY] for name in missing}
    relations = {name for name, field in own.items() if field.is_relation}
    try:
        item.object.clean_fields(exclude=others | relations | missing)
    except ValidationError as error:
        faults |= error.message_dict
    wrong = {name for fault in line.faults for name in fault.columns if (fault.table, fault.row) == place}
    for name, messages in faults.items():
        column = _column(row, name)
        if column not in wrong:
            line.fault(*place, messages, column)
    if not (faults or wrong):
        _judge_constraints(line, row, item.object, place, others, answers)


def _judge_constraints(line, row, record, place, others, answers):
    constraint: Any
    for constraint in filter(_speaks, record._meta.constraints):
        names = sorted(constraint.condition.referenced_base_fields)
        question = constraint.name, tuple(repr(getattr(record, name)) for name in names)
        if question not in answers:
            answers[question] = _answer(constraint, record, others)
        if messages := answers[question]:
            said = {_column(row, name) for name in names}
            columns = [column.name for column in TABLES[place[0]].columns if column.name in said]
            line.fault(*place, messages, *columns)


def _answer(constraint, record, others):
    try:
        constraint.validate(type(record), record, exclude=others)
    except ValidationError as error:
        return error.messages
    return []


def _speaks(constraint):
    """True for a constraint with its own message; others guard closed lists, which the fields validate."""
    words = constraint.violation_error_message != constraint.default_violation_error_message
    return isinstance(constraint, CheckConstraint) and words


def _column(row, name):
    """Returns the name of the column that holds a field of a row."""
    if row["model"] == "activities.activitytext":
        return f"{name}_{row['fields']['language']}"
    return WHOLE_PARTS.get(row["model"], name)
