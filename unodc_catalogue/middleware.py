import time
from functools import partial
from http import HTTPStatus
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from django.http.request import validate_host
from django.utils import translation
from django.utils.encoding import iri_to_uri

from .browser_policy import COLLECTOR
from .languages import language_of_url

ADMIN = "/admin/"
TOUCHED_EVERY = 60  # seconds: not every page writes the session


class LongAddress(SuspiciousOperation):
    pass


def address_behind_proxy(request):
    """Returns the visitor's IP address as the proxy noted it: last, since a visitor may send others."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded or request.META["REMOTE_ADDR"]


class PrivateMiddleware:
    """Forbids every cache to store a response of the admin, whatever produced it.

    It comes first, so that redirects, refusals and errors of the other middleware are private too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_admin(request):
            response.headers["Cache-Control"] = "no-store, private"
            # Validators are useless for a response that is never stored.
            for name in ("ETag", "Last-Modified", "Expires"):
                del response.headers[name]
        return response


class SecurityPolicyMiddleware:
    """Sends the security headers with every response, redirects and refusals of other middleware included.

    Headers set by a view or a later middleware take precedence. It precedes every middleware that may respond
    itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": "; ".join(
                " ".join([directive, *sources]) for directive, sources in settings.SECURE_CSP.items()
            ),
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        }
        if settings.CSP_REPORT_URI:
            self.headers["Reporting-Endpoints"] = f'{COLLECTOR}="{settings.CSP_REPORT_URI}"'
        self.images = f"{settings.STATIC_URL}img/"

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if not getattr(response, "xframe_options_exempt", False):
            response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        # Other sites may embed our images; what they may read (`cors.shared`) sets its own header.
        others = "cross-origin" if request.path_info.startswith(self.images) else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", others)
        return response


class AddressMiddleware:
    """Refuses a URL longer than any that a page generates."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) + len(request.path_info) > settings.LONGEST_ADDRESS:
            raise LongAddress
        return self.get_response(request)


class CookieMiddleware:
    """Ignores cookies outside the admin: a page is the same for everybody, and may be cached by its URL.

    Browsers send the admin's cookies with every URL, since the prefix `__Host-` requires the path "/".
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_admin(request):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class AddressLanguageMiddleware:
    """Sets the language from the URL alone: /en/ is English, everything without a prefix French.

    Unlike LocaleMiddleware it reads neither a cookie nor Accept-Language, so that a page is the same for
    everybody and may be cached by its URL.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of_url(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if response.status_code != HTTPStatus.NOT_MODIFIED:  # what it confirms has its own
                response.headers.setdefault("Content-Language", language)
            return response


class AdminHostMiddleware:
    """Answers 404 to the admin on any host but those of ADMIN_HOSTS, if any are named."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        hosts = settings.ADMIN_HOSTS
        if hosts and is_admin(request) and not validate_host(request.get_host().partition(":")[0], hosts):
            raise Http404
        return self.get_response(request)


class PublicUrlMiddleware:
    """Makes every absolute URL of a public response one of PUBLIC_URL, if that is set.

    The admin links to itself on the host that serves it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.PUBLIC_URL and not is_admin(request):
            request.build_absolute_uri = partial(_public_url, request)
        return self.get_response(request)


def _public_url(request, location=None):
    """Returns what `build_absolute_uri` would return to a visitor of PUBLIC_URL."""
    location = request.get_full_path() if location is None else str(location)
    if location.startswith("/") and not location.startswith("//"):
        return iri_to_uri(f"{settings.PUBLIC_URL}{location}")
    return iri_to_uri(urljoin(f"{settings.PUBLIC_URL}{request.path}", location))


class SessionLimitMiddleware:
    """Renews an admin session while it is used, and ends it SESSION_LIFE seconds after it began."""

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
