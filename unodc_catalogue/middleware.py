from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from psycopg.errors import QueryCanceled


def address_behind_proxy(request):
    """The visitor's address as the proxy noted it: last, since a visitor may send entries of their own."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded or request.META["REMOTE_ADDR"]


class SecurityPolicyMiddleware:
    """Sends the Content-Security-Policy of SECURE_CSP and the Permissions-Policy with every answer."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": "; ".join(
                " ".join([directive, *sources]) for directive, sources in settings.SECURE_CSP.items()
            ),
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
        }

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class AddressLanguageMiddleware:
    """The address alone decides on the language: /en/ is English, everything without a prefix French.

    Unlike LocaleMiddleware it reads neither a cookie nor Accept-Language, so that a page is the same
    for everybody and may be cached by its address.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class PatienceMiddleware:
    """Tells a visitor that a question takes too long, where the database was told to stop (503)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception.__cause__, QueryCanceled):
            page = render_to_string("503.html", request=request)
            return HttpResponse(page, status=503, headers={"Cache-Control": "no-store"})
        return None
