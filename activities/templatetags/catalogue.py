"""How values read in the reader's language: dates and periods as stated, amounts, links."""

import datetime
from urllib.parse import quote

from babel import Locale, dates
from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _

from .. import highlight as highlights
from .. import wording
from ..models.figures import amount

register = template.Library()
register.filter(amount)

SKELETONS = {"month": "yMMMM", "year": "y"}
# The United Nations write the day before the month in English too.
LOCALES = {"fr": "fr", "en": "en_GB"}


@register.filter
def stated_dates(activity):
    """The dates of an activity to the precision that the report states: « 7–12 mars 2021 », `2020`."""
    if not activity.start:
        return ""
    return _dates(activity.start, activity.end, activity.date_precision)


@register.filter
def long_date(date):
    """A day in words: 23 novembre 2026, 23 November 2026."""
    return _dates(date, None, "day")


@register.filter
def stated_period(edtf):
    """A period in words: 2020, novembre 2020, depuis 2017, jusqu’en mai 2021."""
    try:
        return _stated_period(edtf)
    except ValueError:  # the 30th of February has the form of a date
        return edtf


def _stated_period(edtf):
    start, _slash, end = edtf.partition("/")
    if end == "..":
        return _("since %(date)s") % {"date": _stated(start)}
    if start == "..":
        return _("until %(date)s") % {"date": _stated(end)}
    return f"{_stated(start)}–{_stated(end)}" if end else _stated(start)


@register.filter
def language_name(code):
    """`fr` is français in French, French in English."""
    return Locale(get_language()).languages[code]


@register.simple_tag
def error_report(activity):
    """Where a reader reports an error of an entry: a letter that names it, else the page that tells how."""
    if not settings.CONTACT_EMAIL:
        return f"{reverse('method')}#errors"
    subject = quote(f"[{activity.ref}] {activity.text.title}")
    return f"mailto:{quote(settings.CONTACT_EMAIL, safe='@')}?subject={subject}"


@register.simple_tag
def query_in_words(filterset):
    return wording.query_in_words(filterset)


@register.simple_tag
def contact_email():
    return settings.CONTACT_EMAIL


@register.filter
def also_known_as(record):
    """The other names under which a reader may look for a record, in the reader's language."""
    return getattr(record, f"aliases_{get_language()}")


@register.filter
def highlight(text, query):
    return highlights.highlight(text, query)


@register.inclusion_tag("activities/_found_in.html")
def found_in(activity, query):
    """Where a result answers the query, when the text that the reader sees does not show it."""
    shown = activity.text
    if any(highlights.has_hit(text, query) for text in (shown.title, shown.summary)):
        return {}
    for text in activity.texts.all():
        for part in (text.title, text.summary):
            if highlights.has_hit(part, query):
                return {"text": text, "excerpt": highlights.excerpt(part, query), "query": query}
    names = [name for name in activity.search_entry.names if highlights.has_hit(name, query)]
    return {"names": names[:3], "query": query}


@register.simple_tag(takes_context=True)
def in_language(context, code):
    """This page in another language, with its query; the home page where it has none."""
    request = context["request"]
    if request.resolver_match and (here := get_language_from_path(request.path_info)):
        address = request.get_full_path()
        return address if code == here else translate_url(address, code)
    with override(code):
        return reverse("home")


def _stated(edtf):
    year, *rest = map(int, edtf.split("-"))
    precision = ("year", "month", "day")[len(rest)]
    return _dates(datetime.date(year, *rest, *[1] * (2 - len(rest))), None, precision)


def _dates(start, end, precision):
    locale = LOCALES[get_language()]
    if precision == "day":
        return _days(start, end or start, locale)
    if end and end != start:
        return dates.format_interval(start, end, SKELETONS[precision], locale=locale)
    return dates.format_skeleton(SKELETONS[precision], start, locale=locale)


def _days(start, end, locale):
    """7 mars 2021; 7–12 mars 2021; 28 février – 3 mars 2021: months in full, nothing said twice."""
    last = _ordinal(dates.format_date(end, "d MMMM y", locale=locale), locale)
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{_ordinal(f'{start.day} ', locale).strip()}–{last}"
    pattern = "d MMMM" if start.year == end.year else "d MMMM y"
    return f"{_ordinal(dates.format_date(start, pattern, locale=locale), locale)} – {last}"


def _ordinal(text, locale):
    # CLDR leaves the ordinal of a French first of the month to the writer.
    return f"1er {text[2:]}" if locale == "fr" and text.startswith("1 ") else text
