"""Opens responses to scripts of other sites (CORS)."""

from functools import wraps

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

READABLE = "ETag, Retry-After, Content-Disposition, Content-Language, X-Total-Count, API-Version, Deprecation, Sunset, Link"
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def shared(view):
    """Decorates a view that scripts of other sites may call; answers their preflight requests."""

    @csrf_exempt
    @wraps(view)
    def answered(request, *args, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=PREFLIGHT)
        else:
            response = view(request, *args, **kwargs)
        return opened(response)

    # Its errors and outages are open as well. No type knows the attributes of a function.
    answered.for_programs = True  # type: ignore[attr-defined]
    return answered


def for_programs(view) -> bool:
    """True if scripts of other sites may read the responses of a view, errors included."""
    return getattr(view, "for_programs", False)


def opened(response):
    """Returns the response with the headers that let scripts of other sites read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = READABLE
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
