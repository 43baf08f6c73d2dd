"""What makes an address of use to programs anywhere: open to scripts of other sites (CORS), and cached."""

from functools import wraps

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from activities.caching import per_version

READABLE = "ETag, Retry-After, Content-Disposition, Content-Language, X-Total-Count"
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def public(view):
    """Read-only for everybody, without an account or a cookie."""
    return shared(per_version(view))


def shared(view):
    """Open to scripts and pages of other sites, which ask first."""

    @csrf_exempt
    @wraps(view)
    def answered(request, *args, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=PREFLIGHT)
        else:
            response = view(request, *args, **kwargs)
        return opened(response)

    # So are its refusals and outages. No type knows the attributes of a function.
    answered.for_programs = True  # type: ignore[attr-defined]
    return answered


def for_programs(view) -> bool:
    """True if programs of other sites may read the answers of a view, refusals included."""
    return getattr(view, "for_programs", False)


def opened(response):
    """Returns the response with the headers that let scripts of other sites read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = READABLE
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
