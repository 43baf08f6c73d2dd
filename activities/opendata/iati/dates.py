"""Dates of an activity, periods of figures, and the activity status that follows from them."""

import calendar
import re
from datetime import date

from activities.language.dates import dates_in_words
from activities.models.vocabulary import DatePrecision, Kind

from .elements import element, said

PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
IMPLEMENTATION, CLOSED = "2", "4"

STATED = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def status(activity, today):
    """Returns the status: closed if the stated end, or the date of an event, is past; else implementation."""
    end = activity.end
    if not end and activity.kind == Kind.EVENT:
        end = _last_day(activity.start, activity.date_precision)
    return element("activity-status", code=CLOSED if end and end < today else IMPLEMENTATION)


def dates(activity, today):
    found = [_date(activity.start, ACTUAL_START if activity.start <= today else PLANNED_START, activity)]
    if activity.end:
        found.append(_date(activity.end, ACTUAL_END if activity.end <= today else PLANNED_END, activity))
    return found


def period(stated: str) -> tuple[date, date] | None:
    """Returns the first and last day of a figure's period; None where one of them is not stated."""
    first, _, last = stated.partition("/")
    begins, ends = STATED.fullmatch(first), STATED.fullmatch(last or first)
    if not begins or not ends:
        return None
    return date(*_numbers(begins, 1)), _end_of(*_numbers(ends))


def _date(day, kind, activity):
    """Returns a date element; IATI requires a day, so the narrative states a month or year as such."""
    precision = activity.date_precision
    words = said(lambda: dates_in_words(day, None, precision)) if precision != DatePrecision.DAY else []
    return element("activity-date", {"iso-date": day.isoformat(), "type": kind}, *words)


def _last_day(start, precision):
    """Returns the last day of the day, month or year in which an activity starts."""
    parts = {DatePrecision.YEAR: 1, DatePrecision.MONTH: 2, DatePrecision.DAY: 3}[precision]
    return _end_of(*(start.year, start.month, start.day)[:parts])


def _end_of(year, month=None, day=None):
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _numbers(match, missing=None):
    return [int(part) if part else missing for part in match.groups()]
