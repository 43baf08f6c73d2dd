from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..brief import Brief
from ..filters import ActivityFilter
from ..models import Activity, Report


@require_safe
def brief(request):
    """A sheet to print, of the same parameters as the list."""
    filterset = ActivityFilter(request.GET, queryset=Activity.objects.published())
    if not filterset.is_valid():
        return render(request, "activities/activity_list_invalid.html", {"filterset": filterset}, status=400)
    context = {
        "brief": Brief(filterset),
        "filterset": filterset,
        "reports": Report.objects.all(),
        "today": timezone.localdate(),
    }
    return render(request, "activities/brief.html", context)
