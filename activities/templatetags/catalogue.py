"""Filters and tags for values in the visitor's language: dates and periods as stated, amounts, links."""

from urllib.parse import quote

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _

from activities.language.dates import dates_in_words, day_in_words, period_in_words
from activities.search import current_index
from activities.search import highlight as highlights

from ..models.base import language_name
from ..models.figures import amount

register = template.Library()
register.filter(amount)
register.filter(language_name)
register.filter("long_date", day_in_words)
register.filter("stated_period", period_in_words)


@register.filter
def stated_dates(activity):
    """Formats the dates of an activity to the precision that the report states: « 7–12 mars 2021 »."""
    if not activity.start:
        return ""
    return dates_in_words(activity.start, activity.end, activity.date_precision)


@register.filter
def numbered(paragraph):
    """Names a paragraph: « § 26 », and with its report, « 2021, § 26 », once several are published."""
    return str(paragraph) if len(current_index().reports) > 1 else f"§\N{NO-BREAK SPACE}{paragraph.number}"


@register.filter
def in_full(paragraph):
    """Names a paragraph in words: « Paragraphe 26 », or as everywhere once several reports are published."""
    if len(current_index().reports) > 1:
        return numbered(paragraph)
    return _("Paragraph %(number)s") % {"number": paragraph.number}


@register.simple_tag
def error_report(activity):
    """Returns the URL to report an error: a mailto naming the activity, else the page that explains how."""
    if not settings.CONTACT_EMAIL:
        return f"{reverse('method')}#errors"
    subject = quote(f"[{activity.ref}] {activity.text.title}")
    return f"mailto:{quote(settings.CONTACT_EMAIL, safe='@')}?subject={subject}"


@register.simple_tag
def contact_email():
    return settings.CONTACT_EMAIL


@register.filter
def also_known_as(record):
    """Returns the other names of a record, in the visitor's language."""
    return getattr(record, f"aliases_{get_language()}")


@register.filter
def highlight(text, query):
    return highlights.highlight(text, query)


@register.filter
def in_short(text, query):
    return highlights.in_short(text, query)


@register.inclusion_tag("activities/_found_in.html")
def found_in(activity, query):
    """Returns where an activity matches the query, if its displayed text does not show that."""
    shown = activity.text
    if any(highlights.has_hit(text, query) for text in (shown.title, shown.summary)):
        return {}
    for text in activity.texts.all():
        for part in (text.title, text.summary):
            if highlights.has_hit(part, query):
                return {"text": text, "excerpt": highlights.excerpt(part, query), "query": query}
    names = [name for name in activity.search_row.names if highlights.has_hit(name, query)]
    return {"names": names[:3], "query": query}


@register.simple_tag(takes_context=True)
def in_language(context, code):
    """Returns the URL of this page in another language, with its query; the home page where it has none."""
    request = context["request"]
    if request.resolver_match and (here := get_language_from_path(request.path_info)):
        address = request.get_full_path()
        return address if code == here else translate_url(address, code)
    with override(code):
        return reverse("home")
