"""Checks of an activity's themes, texts in both languages, and dates."""

import calendar

from django.conf import settings
from django.utils.translation import gettext as _

from activities.models.vocabulary import DatePrecision

from .catalogue import Fault

SUMMARY_WORDS = range(12, 111)


def activities_have_a_leaf_theme(catalogue):
    leaves = {theme.pk for theme in catalogue.leaf_themes}
    for activity in catalogue.published:
        if not any(theme.pk in leaves for theme in activity.themes.all()):
            yield Fault(activity, _("It has no theme of the lowest level."))


def activities_have_both_languages(catalogue):
    for activity in catalogue.published:
        written = {text.language for text in activity.texts.all()}
        for code, name in settings.LANGUAGES:
            if code not in written:
                yield Fault(
                    activity, _("It has no text in this language: %(language)s.") % {"language": name}
                )
        if bool(activity.source_note_fr) != bool(activity.source_note_en):
            yield Fault(activity, _("The note on the source is in one language only."))


def titles_are_phrases_without_a_full_stop(catalogue):
    for activity, text in catalogue.texts:
        if text.title.rstrip().endswith("."):
            yield Fault(activity, _("The title ends with a full stop: %(title)s") % {"title": text.title})


def summaries_have_12_to_110_words(catalogue):
    for activity, text in catalogue.texts:
        # French puts spaces around : ; ! ? « »: such marks are not words.
        words = sum(any(map(str.isalnum, word)) for word in text.summary.split())
        if words not in SUMMARY_WORDS:
            yield Fault(
                activity,
                _("The summary (%(language)s) has %(count)d words; 12 to 110 are wanted.")
                % {"language": text.get_language_display(), "count": words},
            )


def dates_are_as_precise_as_they_say(catalogue):
    """A month or year is stored as its first day; as its last day where it ends a period."""
    for activity in catalogue.activities:
        if activity.start and activity.start != _first_day(activity.start, activity.date_precision):
            yield Fault(activity, _("A start given to the month or year is stored as its first day."))
        if activity.end and activity.end != _last_day(activity.end, activity.date_precision):
            yield Fault(activity, _("An end given to the month or year is stored as its last day."))


def _first_day(date, precision):
    if precision == DatePrecision.YEAR:
        return date.replace(month=1, day=1)
    return date.replace(day=1) if precision == DatePrecision.MONTH else date


def _last_day(date, precision):
    if precision == DatePrecision.YEAR:
        return date.replace(month=12, day=31)
    if precision == DatePrecision.MONTH:
        return date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date
