"""Shows a paragraph as printed in the report, with the suggestions recognized in it."""

from typing import NamedTuple

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from activities.curation.reports.deciding import DECIDE

from ..models import Paragraph, Suggestion
from .pages import render_page
from .suggestions import DECISIONS, TEXT, decide_on


class Reading(NamedTuple):
    """`text` is the paragraph with the words of the suggestions marked; None if the database has no text."""

    paragraph: Paragraph
    language: str
    text: SafeString | None
    suggestions: list[Suggestion]


def readings(paragraphs, suggestions):
    """Yields a Reading for each paragraph, with its own among the suggestions; two queries."""
    rows = paragraphs.select_related("report", "source_text")
    by_paragraph: dict[int, list[Suggestion]] = {}
    for suggestion in (
        suggestions.filter(paragraph__in=paragraphs.values("pk")).with_records().in_text_order()
    ):
        by_paragraph.setdefault(suggestion.paragraph_id, []).append(suggestion)
    for paragraph in rows:
        own = by_paragraph.get(paragraph.pk, [])
        source = getattr(paragraph, "source_text", None)
        text = _marked(source.text, own) if source else None
        yield Reading(paragraph, paragraph.report.language, text, own)


def reading_of(paragraph):
    """Returns the Reading of one paragraph with all its suggestions."""
    (reading,) = readings(Paragraph.objects.filter(pk=paragraph.pk), Suggestion.objects)
    return reading


def _marked(text, suggestions):
    """Marks each run of words once, in the state of its first suggestion."""
    parts, end = [], 0
    for suggestion in suggestions:
        start = suggestion.start
        if start is None or start < end:
            continue
        parts.append((text[end:start], suggestion.state, suggestion.words))
        end = start + len(suggestion.words)
    marked = format_html_join("", '{}<mark class="desk-{}">{}</mark>', parts)
    return format_html("{}{}", marked, text[end:])


def reading_view(modeladmin, request, pk):
    """Shows a paragraph's suggestions to decide on, on a page apart from its form and unsaved edits."""
    paragraph = get_object_or_404(Paragraph.objects.select_related("report", "section"), pk=pk)
    if not (modeladmin.has_view_permission(request, paragraph) and request.user.has_perm(TEXT)):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(modeladmin, request, paragraph)
    beside = Paragraph.objects.filter(report=paragraph.report).select_related("report")
    context = {
        "object": paragraph,
        "title": _("Paragraph %(number)s, as printed in the report") % {"number": paragraph.number},
        "reading": reading_of(paragraph),
        "decisions": [(name, label) for name, (_state, label) in DECISIONS.items()],
        "may_decide": request.user.has_perm(DECIDE),
        "previous": beside.filter(number__lt=paragraph.number).order_by("-number").first(),
        "next": beside.filter(number__gt=paragraph.number).order_by("number").first(),
    }
    return render_page(modeladmin, request, "paragraph/reading", context)


def _decide(modeladmin, request, paragraph):
    """Decides on one suggestion (`accept=12`, its button) or on all that are ticked (`accept=chosen`)."""
    decision = next((name for name in DECISIONS if name in request.POST), None)
    if decision is None:
        raise BadRequest
    pressed = request.POST[decision]
    chosen = request.POST.getlist("suggestion") if pressed == "chosen" else [pressed]
    if not all(number.isdecimal() for number in chosen):
        raise BadRequest
    decide_on(modeladmin, request, paragraph.suggestions.filter(pk__in=chosen), decision)
    return HttpResponseRedirect(reverse("admin:activities_paragraph_reading", args=[paragraph.pk]))
