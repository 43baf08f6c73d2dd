from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect, QueryDict
from django.urls import path, re_path, reverse

from unodc_catalogue.cors import shared

from .activities import ActivityDetail, ActivityList
from .base import ReadView
from .description import SchemaView
from .directory import Directory
from .facet_counts import FacetList
from .reference import VIEWS
from .sharing import published
from .sources import FigureList, ParagraphList


class Nothing(ReadView):
    """Any other address: a problem that programs can read."""

    schema = None

    @property
    def given(self):
        return QueryDict()  # the 404 takes precedence over any unknown parameter

    def get(self, request):
        raise Http404


def with_slash(request):
    """Redirects to the URL with a slash; scripts of other sites may follow, unlike Django's redirect."""
    return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))


def front_door(request):
    """Redirects to the directory of the current version."""
    return HttpResponseRedirect(reverse("api_directory"))


described = [
    path("api/v1/activities/", published(ActivityList.as_view()), name="api_activities"),
    path("api/v1/activities/<ref:ref>/", published(ActivityDetail.as_view()), name="api_activity"),
    *(path(f"api/v1/{name}/", published(view.as_view()), name=f"api_{name}") for name, view in VIEWS.items()),
    path("api/v1/paragraphs/", published(ParagraphList.as_view()), name="api_paragraphs"),
    path("api/v1/figures/", published(FigureList.as_view()), name="api_figures"),
    path("api/v1/facets/", published(FacetList.as_view()), name="api_facets"),
    path("api/v1/schema/", published(SchemaView.as_view()), name="api_schema"),
]
urlpatterns = [
    path("api/v1/", published(Directory.as_view(urlpatterns=tuple(described))), name="api_directory"),
    *described,
    path("api/", shared(front_door)),
    # Whatever characters it has: a dot matches no line feed by itself, and $ one at the end.
    re_path(r"^api/(?:[\s\S]*/)?\Z", shared(Nothing.as_view())),
    re_path(r"^api(?:/[\s\S]*[^/])?\Z", shared(with_slash)),
]
