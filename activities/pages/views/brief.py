from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Activity, Report
from activities.search.filters import ActivityFilter

from ..brief import Brief
from .refusals import invalid, refused


@require_safe
def brief(request):
    """Renders a sheet to print, with the same parameters as the list."""
    filterset = ActivityFilter(request.GET, queryset=Activity.objects.published())
    if not filterset.is_valid():
        return refused(request, _("Brief"), **invalid(request, filterset))
    context = {
        "brief": Brief(filterset),
        "filterset": filterset,
        "reports": Report.objects.published(),
        "today": timezone.localdate(),
    }
    return render(request, "activities/brief.html", context)
