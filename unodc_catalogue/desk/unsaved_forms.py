"""Recovers the unsaved input of an admin form that was refused; never saves it by itself.

Hidden fields pass it through the pages between the form and its return (sign-in, second factor), so that
nothing of it is stored on the server, in a cookie or in a URL.
"""

import json
from dataclasses import dataclass

from django.urls import Resolver404, resolve

FIELD = "unsaved_form"
# URL name suffixes of the forms that are recovered: those of a record, and the transitions of an activity.
FORMS = ("_add", "_change", "_move")
OWN = {"csrfmiddlewaretoken", FIELD}
RESUMED = "_resume"


@dataclass(frozen=True)
class UnsavedForm:
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


def of_request(request) -> UnsavedForm | None:
    """Returns the form that a request sends; None for passwords, files and other pages' forms."""
    fields = {name: values for name, values in request.POST.lists() if name not in OWN}
    return _checked(UnsavedForm(request.get_full_path(), fields)) if fields and not request.FILES else None


def of_text(text) -> UnsavedForm | None:
    """Returns the form in a hidden field; None if it is malformed, since anybody could have written it."""
    try:
        found = json.loads(text or "")
        form = UnsavedForm(found["path"], found["fields"])
    except (ValueError, TypeError, KeyError):
        return None
    return _checked(form)


def _checked(form) -> UnsavedForm | None:
    if not (isinstance(form.path, str) and isinstance(form.fields, dict)):
        return None
    values = [value for found in form.fields.values() if isinstance(found, list) for value in found]
    if len(values) != sum(map(len, form.fields.values())) or not all(isinstance(v, str) for v in values):
        return None
    if any("password" in name for name in form.fields):
        return None
    try:
        found = resolve(form.path.partition("?")[0])
    except Resolver404:
        return None
    return form if found.app_name == "admin" and (found.url_name or "").endswith(FORMS) else None


def is_ours(request):
    """True if the POST comes from a page of this site, by its Origin header."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
