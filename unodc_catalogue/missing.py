"""The response to a URL that leads nowhere."""

from contextlib import suppress

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.views.defaults import page_not_found


def not_found(request, exception):
    """Redirects from a path of another language, such as /en/activites/, to the same page; else 404."""
    if (
        request.resolver_match is None
        and request.method in ("GET", "HEAD")
        and (path := _translated(request))
    ):
        asked = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{path}{asked and '?'}{asked}")
    return page_not_found(request, exception)


def _translated(request):
    """Returns the path of the page in the language of the URL, None if no language has a page there."""
    language = translation.get_language_from_path(request.path_info)
    if language is None:
        return None
    rest = request.path_info.removeprefix(f"/{language}/")
    for other in dict(settings.LANGUAGES).keys() - {language}:
        for path in (f"/{other}/{rest}", f"/{other}/{rest}/"):
            with suppress(Resolver404, NoReverseMatch):
                with translation.override(other):
                    match = resolve(path)
                captured = match.captured_kwargs  # type: ignore[attr-defined]  # the stubs lack it
                with translation.override(language):
                    return escape_uri_path(reverse(match.view_name, args=match.args, kwargs=captured))
    return None
