from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Report
from activities.search import ActivityFilter, current_index, find
from activities.search.description import in_words

from ..brief import Brief
from .refusals import invalid, refused


@require_safe
def brief(request):
    """Renders a sheet to print, with the same parameters as the list."""
    index = current_index()
    form = ActivityFilter(request.GET, index)
    if not form.is_valid():
        return refused(request, _("Brief"), **invalid(request, form))
    results = find(form.search, index)
    context = {
        "brief": Brief(results),
        "asked": in_words(results),
        "reports": Report.objects.published(),
        "today": timezone.localdate(),
    }
    return render(request, "activities/brief.html", context)
