from copy import copy

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.utils import timezone, translation

from activities.editing import draft_applied
from activities.pages.views import activity_detail

from ..models import Activity
from ..models.vocabulary import Status


def preview_view(modeladmin, request, pk, language):
    """Shows an activity, or its draft, on the public page itself."""
    activity = get_object_or_404(Activity, pk=pk)
    if not modeladmin.has_view_permission(request, activity):
        raise PermissionDenied
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language), draft_applied(activity):
        # Published while the page is rendered, and rolled back with the rest.
        Activity.objects.filter(pk=pk).update(
            status=Status.PUBLISHED, reviewed_by="-", reviewed_on=timezone.localdate()
        )
        response = activity_detail(_as_reader(request, activity), activity.ref)
    response.headers["Content-Language"] = language
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _as_reader(request, activity):
    """Returns a copy of the request that resolves to the public page."""
    public = copy(request)
    public.path = public.path_info = activity.get_absolute_url()
    public.resolver_match = resolve(public.path)
    return public
