"""Guidance beside the change form: both languages, the results of the checks, similar activities."""

from itertools import chain
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from activities.editing.checks import faults_of
from activities.language import numbers

from ..models import Activity, ActivityText

SIMILAR = 88  # of 100, as rapidfuzz scores: titles that differ in a word or two
SHOWN = 8


class SideBySide(NamedTuple):
    label: str
    fr: SafeString
    en: SafeString
    differ: bool


class Guidance(NamedTuple):
    texts: list[SideBySide]
    faults: list[str]
    citing: list[Activity]
    alike: list[Activity]


def guidance(activity):
    """Returns the Guidance for an activity as stored, or with its draft applied."""
    texts = {text.language: text for text in ActivityText.objects.filter(activity=activity)}
    return Guidance(
        texts=list(_side_by_side(texts, activity)),
        faults=[fault.message for fault in faults_of(activity)],
        citing=_citing(activity),
        alike=_similar(activity, texts.values()),
    )


def _side_by_side(texts, activity):
    pairs = [
        (label, *(getattr(texts.get(code), field, "") for code in ("fr", "en")))
        for label, field in ((_("Title"), "title"), (_("Summary"), "summary"))
    ]
    pairs += [(_("Figure"), figure.label_fr, figure.label_en) for figure in activity.figures.all()]
    for label, fr, en in pairs:
        only_fr, only_en = numbers.missing(fr, "fr", en, "en"), numbers.missing(en, "en", fr, "fr")
        differ = bool(fr and en and (only_fr or only_en))
        yield SideBySide(label, _marked(fr, "fr", only_fr), _marked(en, "en", only_en), differ)


def _marked(text, language, values):
    """Returns the text with those numbers marked that the other language lacks."""
    found = [number for number in numbers.numbers(text, language) if number.value in values]
    ends = [0, *(number.end for number in found)]
    starts = [*(number.start for number in found), len(text)]
    between = (text[end:start] for end, start in zip(ends, starts, strict=True))
    marks = chain((format_html("<mark>{}</mark>", text[n.start : n.end]) for n in found), [""])
    return format_html_join("", "{}{}", zip(between, marks, strict=True))


def _citing(activity):
    """Returns the other activities that cite one of its paragraphs."""
    others: Any = Activity.objects.exclude(pk=activity.pk).filter(
        citations__paragraph__in=activity.citations.values("paragraph")
    )
    return list(others.distinct().in_report_order().prefetch_related("texts")[:SHOWN])


def _similar(activity, texts):
    """Returns activities with nearly the same title in either language, which may be duplicates."""
    titles = ActivityText.objects.exclude(activity=activity).values_list("activity", "language", "title")
    by_language: dict[str, dict[int, str]] = {}
    for owner, language, title in titles:
        by_language.setdefault(language, {})[owner] = title
    found = set()
    for text in texts:
        candidates = by_language.get(text.language, {})
        similar = process.extract(
            text.title, candidates, scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR, limit=SHOWN
        )
        found |= {owner for _title, _score, owner in similar}
    return list(Activity.objects.filter(pk__in=found).in_report_order().prefetch_related("texts")[:SHOWN])
