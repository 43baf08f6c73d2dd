from collections import Counter

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from activities.models import Activity, Paragraph, Report
from activities.models.sources import Disposition

from ..grid import grid


@require_safe
def coverage(request, year=None):
    """Lists every paragraph of a report and its disposition; the latest report if no year is given."""
    published = Report.objects.published().order_by("-ref")
    report = get_object_or_404(published.filter(ref=year) if year else published[:1])
    cited = Prefetch("activities", Activity.objects.published().in_report_order().prefetch_related("texts"))
    paragraphs = Paragraph.objects.filter(report=report).prefetch_related(cited)
    sections = list(report.sections.prefetch_related(Prefetch("paragraphs", paragraphs)))
    found = [paragraph for section in sections for paragraph in section.paragraphs.all()]
    for paragraph in found:
        paragraph.report = report  # instead of a query for each
    counts = Counter(paragraph.disposition for paragraph in found)
    return render(
        request,
        "activities/coverage.html",
        {
            "report": report,
            "others": published.exclude(pk=report.pk),
            "contents": [
                (section, *_inside(section, sections)) for section in sections if section.depth <= 3
            ],
            "sections": sections,
            "total": counts.total(),
            "dispositions": [(label, counts[value]) for value, label in Disposition.choices],
            "left_out": [
                (label, [paragraph for paragraph in found if paragraph.disposition == value])
                for value, label in Disposition.choices
                if value != Disposition.CATALOGUED
            ],
        },
    )


def _inside(section, sections):
    """Returns how many paragraphs a section has, subsections included, and how many activities cite them."""
    below = [other for other in sections if section.code in other.line]
    paragraphs = [paragraph for other in below for paragraph in other.paragraphs.all()]
    return len(paragraphs), len(
        {activity.pk for paragraph in paragraphs for activity in paragraph.activities.all()}
    )


@require_safe
def report_grid(request):
    """Renders the number of activities for each country and theme, zeros included."""
    branches, rows = grid()
    return render(request, "activities/grid.html", {"branches": branches, "rows": rows})
