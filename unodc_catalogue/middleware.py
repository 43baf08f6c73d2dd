import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404
from django.http.request import validate_host
from django.utils import translation

ADMIN = "/admin/"
TOUCHED_EVERY = 60  # seconds: not every page writes the session


def address_behind_proxy(request):
    """The visitor's address as the proxy noted it: last, since a visitor may send entries of their own."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded or request.META["REMOTE_ADDR"]


class PrivateMiddleware:
    """Forbids every cache to store an answer of the admin, whatever made it.

    First of all, so that redirects, refusals and errors of the other middleware are private too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_admin(request):
            response.headers["Cache-Control"] = "no-store, private"
            # Nothing is stored that could be asked about again.
            for name in ("ETag", "Last-Modified", "Expires"):
                del response.headers[name]
        return response


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


class AdminHostMiddleware:
    """The admin is not there on any host but those of ADMIN_HOSTS, where these are named."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        hosts = settings.ADMIN_HOSTS
        if hosts and is_admin(request) and not validate_host(request.get_host().partition(":")[0], hosts):
            raise Http404
        return self.get_response(request)


class SessionLimitMiddleware:
    """Keeps a session of the admin alive while it is used, and ends it SESSION_LIFE seconds after it began."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_admin(request) and request.user.is_authenticated:
            session, now = request.session, time.time()
            if now - session.setdefault("began", now) > settings.SESSION_LIFE:
                logout(request)
            elif now - session.get("seen", 0) > TOUCHED_EVERY:
                session["seen"] = now
        return self.get_response(request)


def is_admin(request):
    return f"{request.path_info}/".startswith(ADMIN)
