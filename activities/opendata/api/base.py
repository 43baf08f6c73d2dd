"""The base of every API view: language, content negotiation, validation of parameters."""

from django.utils import translation
from django.utils.functional import Promise, cached_property
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from activities.models.base import LANGUAGES
from activities.search import ActivityFilter, current_index
from unodc_catalogue.languages import language_of

from .errors import InvalidParameters
from .parameters import LANGUAGE, check, one_of
from .throttling import RequestThrottle


class OneForm(BaseContentNegotiation):
    """Negotiates JSON whatever the Accept header says: many clients send no sensible one."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class ReadView(APIView):
    """Answers GET requests, after validating every parameter, in the language that `lang` names."""

    said: Promise | str = ""  # one sentence for the schema and the documentation page: what the view returns
    http_method_names = ["get", "head"]
    throttle_classes = [RequestThrottle]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = OneForm

    def dispatch(self, request, *args, **kwargs):
        language = language_of(request)
        with translation.override(language):
            response = super().dispatch(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", language)
            if isinstance(response, Response):
                response.render()  # while the language is in force
        return response

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        check(self.given, self.accepted)
        one_of(request.query_params, "lang", LANGUAGES)

    def parameters(self):
        return [LANGUAGE]

    @cached_property
    def accepted(self):
        return self.parameters()

    @property
    def given(self):
        """Returns the parameters to check."""
        return self.request.query_params

    @cached_property
    def site(self):
        """Returns the scheme and host of this server."""
        return self.request.build_absolute_uri("/").rstrip("/")

    @property
    def record_context(self):
        asked = self.request.query_params.get("lang")
        return {"site": self.site, "languages": [asked] if asked else None}


class SearchView(ReadView):
    """A view of the activities that a search finds, with the parameters of the page."""

    @cached_property
    def index(self):
        return current_index()

    @cached_property
    def form(self):
        """The filters, with the values of the request; without any where the API is described."""
        request = getattr(self, "request", None)
        return ActivityFilter(request and request.query_params, self.index)

    @cached_property
    def search(self):
        return valid(self.form).search


def valid(filters):
    """Returns the filters of a request. Raises InvalidParameters with their errors."""
    if not filters.is_valid():
        raise InvalidParameters(filters.errors)
    return filters
