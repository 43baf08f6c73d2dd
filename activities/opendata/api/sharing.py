"""Makes a view usable by programs anywhere: open to scripts of other sites (CORS), and cached."""

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
    """Decorates a view that is public: cached by version of the catalogue, and open to other sites."""
    return shared(per_version(view))


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
