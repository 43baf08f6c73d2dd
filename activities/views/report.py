from collections import Counter

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Activity, Paragraph, Report
from ..models.sources import Disposition


@require_safe
def coverage(request):
    """Every paragraph of the report, and what came of it."""
    report = get_object_or_404(Report.objects.order_by("-ref")[:1])
    cited = Prefetch("activities", Activity.objects.published().in_report_order().prefetch_related("texts"))
    paragraphs = Paragraph.objects.filter(report=report).prefetch_related(cited)
    sections = report.sections.prefetch_related(Prefetch("paragraphs", paragraphs))
    counts = Counter(report.paragraphs.values_list("disposition", flat=True))
    return render(
        request,
        "activities/coverage.html",
        {
            "report": report,
            "sections": sections,
            "total": counts.total(),
            "dispositions": [(label, counts[value]) for value, label in Disposition.choices],
        },
    )
