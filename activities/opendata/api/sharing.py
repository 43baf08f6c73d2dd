"""Makes a view usable by programs anywhere: open to scripts of other sites, and cached."""

from functools import wraps

from django.views.decorators.vary import vary_on_headers

from activities.caching import per_version
from unodc_catalogue.cors import shared

from . import versions


def public(view):
    """Decorates a view that is public: cached by version of the catalogue, and open to other sites."""
    return shared(per_version(view))


def published(view):
    """Decorates a view of the API: public, in the language of Accept-Language, with the version of the API."""
    answer = vary_on_headers("Accept-Language")(per_version(view))

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = answer(request, *args, **kwargs)
        for name, value in versions.headers(request).items():
            response[name] = value
        return response

    return shared(answered)
