from copy import copy

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, resolve
from django.utils import timezone, translation

from activities.editing.working_copies import draft_applied
from activities.pages.views import activity_detail

from ..models import Activity
from ..models.vocabulary import Status


class Preview(admin.ModelAdmin):
    """Shows an activity, or its draft, on the public page itself."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        route = "<int:pk>/preview/<str:language>/"
        return [path(route, view, name="activities_activity_preview"), *super().get_urls()]

    def preview_view(self, request, pk, language):
        activity = get_object_or_404(Activity, pk=pk)
        if not self.has_view_permission(request, activity):
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
