from collections import Counter

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activities.models import Report
from activities.models.sources import Disposition
from activities.search import current_index

from ..coverage import Coverage
from ..grid import grid


@require_safe
def coverage(request, year=None):
    """Lists every paragraph of a report and its disposition; the latest report if no year is given."""
    published = list(Report.objects.published().order_by("-ref"))
    report = next((one for one in published if year in (None, one.ref)), None)
    if report is None:
        raise Http404
    covered = Coverage.of(report, current_index())
    found = [row for rows in covered.by_section.values() for row in rows]
    counts = Counter(row.paragraph.disposition for row in found)
    context = {
        "report": report,
        "others": [one for one in published if one != report],
        "contents": [
            (section, *covered.inside(section)) for section in covered.sections if section.depth <= 3
        ],
        "sections": [(section, covered.by_section.get(section.pk, ())) for section in covered.sections],
        "total": counts.total(),
        "dispositions": [(label, counts[value]) for value, label in Disposition.choices],
        "left_out": [
            (label, [row.paragraph for row in found if row.paragraph.disposition == value])
            for value, label in Disposition.choices
            if value != Disposition.CATALOGUED
        ],
    }
    return render(request, "activities/coverage.html", context)


@require_safe
def report_grid(request):
    """Renders the number of activities for each country and theme, zeros included."""
    branches, rows = grid()
    return render(request, "activities/grid.html", {"branches": branches, "rows": rows})
