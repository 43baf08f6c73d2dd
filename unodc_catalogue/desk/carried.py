"""What somebody had typed into a form of the admin when it could not be taken: carried along, never saved by itself.

It travels in hidden fields of the pages between the form and its return (sign-in, second factor), so
that nothing of it is kept on the server, in a cookie or in an address.
"""

import json
from dataclasses import dataclass

from django.urls import Resolver404, resolve

FIELD = "carried"
# The pages whose forms are carried: those of a record, and the moves of an entry.
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
        """What a reader would know again: no management of forms, no empty field."""
        return [
            (name, value)
            for name, value in self.pairs
            if value and not name.startswith("_") and "__prefix__" not in name and "_FORMS" not in name
        ]


def of_request(request) -> Carried | None:
    """The form that a request sends; None for what is not carried: passwords, files, other pages."""
    fields = {name: values for name, values in request.POST.lists() if name not in OWN}
    return _checked(Carried(request.get_full_path(), fields)) if fields and not request.FILES else None


def of_text(text) -> Carried | None:
    """What a page carried, which anybody could have written: None where it is not what we make."""
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
    """Whether a form was sent from a page of this very site, as browsers say of every POST."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
