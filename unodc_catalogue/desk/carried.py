"""Unsaved input of an admin form that was refused: carried from page to page, never saved by itself.

Hidden fields carry it through the pages between the form and its return (sign-in, second factor), so that
nothing of it is stored on the server, in a cookie or in a URL.
"""

import json
from dataclasses import dataclass

from django.urls import Resolver404, resolve

FIELD = "carried"
# URL name suffixes of the forms that are carried: those of a record, and the transitions of an activity.
FORMS = ("_add", "_change", "_move")
OWN = {"csrfmiddlewaretoken", FIELD}
RESUMED = "_resume"


@dataclass(frozen=True)
class Carried:
    """`fields` are {name: values}, as the form sent them to `path`."""

    path: str
    fields: dict[str, list[str]]

    def __str__(self):
        return json.dumps({"path": self.path, "fields": self.fields}, ensure_ascii=False)

    @property
    def pairs(self):
        return [(name, value) for name, values in self.fields.items() for value in values]

    @property
    def typed(self):
        """Returns (name, value) of the fields that a user recognizes: no management forms, nothing empty."""
        return [
            (name, value)
            for name, value in self.pairs
            if value and not name.startswith("_") and "__prefix__" not in name and "_FORMS" not in name
        ]


def of_request(request) -> Carried | None:
    """Returns the form that a request sends; None for passwords, files and other pages' forms."""
    fields = {name: values for name, values in request.POST.lists() if name not in OWN}
    return _checked(Carried(request.get_full_path(), fields)) if fields and not request.FILES else None


def of_text(text) -> Carried | None:
    """Returns the form in a hidden field; None if it is malformed, since anybody could have written it."""
    try:
        found = json.loads(text or "")
        carried = Carried(found["path"], found["fields"])
    except (ValueError, TypeError, KeyError):
        return None
    return _checked(carried)


def _checked(carried) -> Carried | None:
    if not (isinstance(carried.path, str) and isinstance(carried.fields, dict)):
        return None
    values = [value for found in carried.fields.values() if isinstance(found, list) for value in found]
    if len(values) != sum(map(len, carried.fields.values())) or not all(isinstance(v, str) for v in values):
        return None
    if any("password" in name for name in carried.fields):
        return None
    try:
        found = resolve(carried.path.partition("?")[0])
    except Resolver404:
        return None
    return carried if found.app_name == "admin" and (found.url_name or "").endswith(FORMS) else None


def is_ours(request):
    """True if the POST comes from a page of this site, by its Origin header."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
