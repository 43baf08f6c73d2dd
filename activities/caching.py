"""Conditional responses: a page is sent again only if the catalogue or the code has changed."""

from functools import wraps
from hashlib import sha256
from http import HTTPStatus

from django.conf import settings
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

from unodc_catalogue.languages import language_of

from .models import CatalogueVersion, one_reading
from .once import once

MADE_OF = ("activities", "unodc_catalogue", "templates", "static", "fixtures", "requirements")

# The settings that a public page or file prints, or that decide what it prints.
PRINTED = ("PUBLIC_URL", "CONTACT_EMAIL", "IATI_REPORTING_ORG", "SEARCH_BY_MEANING")

# The headers with which htmx requests a part of a page.
PARTS = ("HX-Request", "HX-History-Restore-Request")

REVALIDATED: dict[str, bool | int] = {"no_cache": True}
# Browsers revalidate each time; a cache between them and the server does once a minute.
SHARED: dict[str, bool | int] = {"public": True, "max_age": 0, "must_revalidate": True, "s_maxage": 60}


@once
def release() -> str:
    """Returns a digest of the code and the templates: the same on every machine that has them."""
    digest = sha256()
    for folder in MADE_OF:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return digest.hexdigest()


def entity_tag(request, *args, **kwargs) -> str:
    """Returns the ETag of a public page; its URL has the query, and the language but for the API."""
    return _tag(request, CatalogueVersion.of_response())


def entity_tag_of_text(request, *args, **kwargs) -> str:
    """Returns the ETag of a page without catalogue data, which needs no database."""
    return _tag(request)


def _tag(request, *shown):
    made_of = (
        release(),
        *shown,
        timezone.localdate(),
        [getattr(settings, name) for name in PRINTED],
        request.build_absolute_uri(),
        language_of(request),
        [request.headers.get(name) for name in PARTS],
    )
    return f'W/"{sha256(repr(made_of).encode()).hexdigest()[:32]}"'


def per_version(view, etag_func=entity_tag, cache_control=REVALIDATED):
    """Answers 304 if the visitor has the current response; revalidated each time, since an edit shows at once."""
    conditional = condition(etag_func=etag_func)(view)

    @wraps(view)
    def answered(request, *args, **kwargs):
        with one_reading():
            response = conditional(request, *args, **kwargs)
        is_current = response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
        if response.status_code >= 400:
            # A client that sent it back would get 304 for the error, and never the page.
            del response["ETag"]
        # A cache that ignores Vary would send a part to who asks for the page.
        is_whole = not any(name in request.headers for name in PARTS)
        patch_cache_control(response, **(cache_control if is_current and is_whole else REVALIDATED))
        return response

    return answered


def page_per_version(view):
    """Does the same for a page, which shared caches may send for a minute without asking."""
    return per_version(view, cache_control=SHARED)


def page_per_release(view):
    """Does the same for a page without catalogue data, and without a query."""
    return per_version(view, entity_tag_of_text, SHARED)
