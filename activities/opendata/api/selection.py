"""The parameters `fields` (which fields of a record) and `since` (what changed)."""

import re
from datetime import UTC, datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.search.parameters import shown

from .errors import InvalidParameters
from .parameters import Parameter

HIGHEST = 2**63 - 1

SINCE = Parameter(
    "since",
    gettext_lazy(
        "What has changed since: the `version` that an earlier response stated, a date, or a date and time with its offset. Withdrawn activities are listed under `withdrawn`, whatever the filters. A version later than that of the catalogue, as after a restore from a backup, returns everything."
    ),
    {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": HIGHEST},
            {"type": "string", "format": "date"},
            {"type": "string", "format": "date-time"},
        ]
    },
)


def fields_of(serializer) -> Parameter:
    names = list(serializer().fields)
    return Parameter(
        "fields",
        gettext_lazy("Only these fields of each record, separated by commas."),
        {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1, "uniqueItems": True},
        listed=True,
    )


def chosen(serializer, request):
    """Limits a serializer to the requested fields. Raises InvalidParameters for unknown or repeated ones."""
    asked = request.query_params.get("fields")
    if asked is None:
        return serializer
    wanted, fields = asked.split(","), getattr(serializer, "child", serializer).fields
    if unknown := [name for name in wanted if name not in fields]:
        message = _("Unknown field: %(names)s. Known fields: %(known)s.")
        values = {"names": shown(", ".join(f"“{name}”" for name in unknown)), "known": ", ".join(fields)}
        raise InvalidParameters({"fields": [message % values]})
    if len(set(wanted)) < len(wanted):
        raise InvalidParameters({"fields": [_("A field is named twice.")]})
    for name in set(fields) - set(wanted):
        fields.pop(name)
    return serializer


def since(request) -> int | datetime | None:
    """Returns a version of the catalogue, a moment in UTC, or None.

    Raises InvalidParameters for anything else.
    """
    value = request.query_params.get("since")
    if value is None:
        return None
    moment = _version(value) if value.isdecimal() else _moment(value)
    if moment is None:
        message = _("It must be a version, a date (2026-11-24) or a date and time with its offset.")
        raise InvalidParameters({"since": [message]})
    return moment


def _version(value):
    return int(value) if re.fullmatch("[0-9]{1,19}", value, re.ASCII) and int(value) <= HIGHEST else None


def _moment(value):
    # An unescaped + of an offset arrives as a space.
    value = value.replace(" ", "+") if "T" in value.upper() else value
    try:
        if moment := parse_datetime(value) if len(value) > 10 else None:
            return _in_utc(moment) if timezone.is_aware(moment) else None
        day = parse_date(value)
    except ValueError:
        return None
    return _in_utc(timezone.make_aware(datetime.combine(day, time.min))) if day else None


def _in_utc(moment):
    """Converts to UTC, since PostgreSQL takes no offset beyond 16 hours; clamps to the years 1 to 9999."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return (datetime.min if moment.year == 1 else datetime.max).replace(tzinfo=UTC)
