"""Responses to requests that never reach a view."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .problems import answer

# {status: (title, explanation)}
WORDS = {
    400: (_("This request cannot be answered"), _("The stated length of the data is incorrect.")),
    405: (_("Read-only"), _("Nothing can be sent to this address.")),
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
    return answer(request, status, title, detail, wait=wait, headers=headers, template=template)
