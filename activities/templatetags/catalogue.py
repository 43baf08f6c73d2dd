"""Filters and tags for values in the visitor's language: dates and periods as stated, amounts, links."""

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _

from activities.language.dates import dates_in_words, day_in_words, period_in_words
from activities.pages.card_markup import numbered
from activities.search import current_index

from ..models.base import language_name
from ..models.figures import amount

register = template.Library()
register.filter(amount)
register.filter(language_name)
register.filter(numbered)
register.filter("long_date", day_in_words)
register.filter("stated_period", period_in_words)


@register.filter
def stated_dates(activity):
    """Formats the dates of an activity to the precision that the report states: « 7–12 mars 2021 »."""
    if not activity.start:
        return ""
    return dates_in_words(activity.start, activity.end, activity.date_precision)


@register.filter
def in_full(paragraph):
    """Names a paragraph in words: « Paragraphe 26 », or as everywhere once several reports are published."""
    if len(current_index().reports) > 1:
        return numbered(paragraph)
    return _("Paragraph %(number)s") % {"number": paragraph.number}


@register.simple_tag
def contact_email():
    return settings.CONTACT_EMAIL


@register.filter
def also_known_as(record):
    """Returns the other names of a record, in the visitor's language."""
    return getattr(record, f"aliases_{get_language()}")


@register.simple_tag(takes_context=True)
def in_language(context, code):
    """Returns the URL of this page in another language, with its query; the home page where it has none."""
    request = context["request"]
    if request.resolver_match and (here := get_language_from_path(request.path_info)):
        address = request.get_full_path()
        return address if code == here else translate_url(address, code)
    with override(code):
        return reverse("home")
