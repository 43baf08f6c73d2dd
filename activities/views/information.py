from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from ..models import Report


@require_safe
def about(request):
    return render(request, "activities/about.html", {"reports": Report.objects.all()})


@require_safe
def favicon(request):
    """Where browsers look on pages that name no icon, such as the admin's."""
    return redirect(static("img/favicon.svg"))


def bad_request(request, exception=None):
    return HttpResponseBadRequest(render_to_string("400.html", request=request))
