"""Responses to requests that never reach a view: a page or, below /api/, problem details."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

PROBLEM = "application/problem+json"

# {status: (title, explanation)}
WORDS = {
    400: (_("This request cannot be answered"), _("The stated length of the data is not right.")),
    405: (_("This can only be read"), _("Nothing can be sent to this address.")),
    408: (
        _("The form arrived too slowly"),
        _("Nothing was saved. If your session has ended, sign in again, then send the form once more."),
    ),
    411: (_("The form states no length"), _("The request must state its length (Content-Length).")),
    413: (_("The form is too large"), _("Nothing was saved. At most {limit} MB are accepted.")),
    429: (
        _("Too many requests"),
        _("Too many requests came from your address. Please try again in {wait} seconds."),
    ),
    503: (
        _("The catalogue is busy"),
        _("It receives more requests than it can answer now. Please try again in {wait} seconds."),
    ),
}


def refuse(request, status, *, wait=None, headers=None, template="refusal.html", **values):
    """Returns the response of this status; `wait` is the number of seconds until a retry."""
    title, words = WORDS[status]
    detail = format_lazy(words, wait=wait, **values)
    headers = {"Cache-Control": "no-store", **(headers or {})}
    if wait:
        headers["Retry-After"] = str(wait)
    if request.path_info.startswith("/api/"):
        problem = {"type": "about:blank", "title": str(title), "status": status, "detail": str(detail)}
        headers["Access-Control-Allow-Origin"] = "*"
        response: HttpResponse = JsonResponse(problem, status=status, headers=headers, content_type=PROBLEM)
    else:
        page = render_to_string(template, {"title": title, "detail": detail}, request)
        response = HttpResponse(page, status=status, headers=headers)
    response["Content-Length"] = len(response.content)
    return response
