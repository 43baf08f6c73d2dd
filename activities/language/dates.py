"""Formats days and periods in words, to the precision that a source states, in the reader's language."""

import datetime

from babel import dates
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

SKELETONS = {"month": "yMMMM", "year": "y"}
# The United Nations writes the day before the month in English too.
LOCALES = {"fr": "fr", "en": "en_GB"}


def day_in_words(day: datetime.date) -> str:
    """Returns a day in words: 1er décembre 2026, 1 December 2026."""
    return dates_in_words(day, None, "day")


def dates_in_words(start: datetime.date, end: datetime.date | None, precision: str) -> str:
    """Returns a day, month or year (`precision`) or a range: « 7–12 mars 2021 », mars 2021, 2020."""
    locale = LOCALES[get_language()]
    if precision == "day":
        return _days(start, end or start, locale)
    if end and end != start:
        return dates.format_interval(start, end, SKELETONS[precision], locale=locale)
    return dates.format_skeleton(SKELETONS[precision], start, locale=locale)


def period_in_words(edtf: str) -> str:
    """Returns an EDTF interval in words: novembre 2020, depuis 2017, jusqu’en mai 2021, jusqu’au 3 mai 2021.

    A text that is no date is returned unchanged: the 30th of February has the form of one.
    """
    try:
        return _period(edtf)
    except ValueError:
        return edtf


def _period(edtf):
    start, _slash, end = edtf.partition("/")
    if end == "..":
        since = pgettext("a day", "since %(date)s") if _is_day(start) else _("since %(date)s")
        return since % {"date": _stated(start)}
    if start == "..":
        until = pgettext("a day", "until %(date)s") if _is_day(end) else _("until %(date)s")
        return until % {"date": _stated(end)}
    return f"{_stated(start)}–{_stated(end)}" if end else _stated(start)


def _is_day(edtf):
    return edtf.count("-") == 2


def _stated(edtf):
    year, *rest = map(int, edtf.split("-"))
    precision = ("year", "month", "day")[len(rest)]
    return dates_in_words(datetime.date(year, *rest, *[1] * (2 - len(rest))), None, precision)


def _days(start, end, locale):
    """Returns 7 mars 2021; 7–12 mars 2021; 28 février – 3 mars 2021: months in full, nothing repeated."""
    last = _ordinal(dates.format_date(end, "d MMMM y", locale=locale), locale)
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{_ordinal(f'{start.day} ', locale).strip()}–{last}"
    pattern = "d MMMM" if start.year == end.year else "d MMMM y"
    return f"{_ordinal(dates.format_date(start, pattern, locale=locale), locale)} – {last}"


def _ordinal(text, locale):
    # CLDR's patterns do not write the ordinal of a French first of the month.
    return f"1er {text[2:]}" if locale == "fr" and text.startswith("1 ") else text
