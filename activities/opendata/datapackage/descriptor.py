"""datapackage.json: the data dictionary in both languages, licence, sources, size and hash of each file."""

from functools import partial

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activities.models import Report

from .. import licence
from ..citations import named

LICENCE = {
    "name": "CC-BY-4.0",
    "path": licence.ADDRESS,
    "title": "Creative Commons Attribution 4.0 International",
}


def descriptor(resources, written, version, base):
    """Returns the descriptor; `written` is {resource: {"rows", "bytes", "hash"}}."""
    keys = {resource.name: resource.key for resource in resources}
    return {
        "profile": "tabular-data-package",
        "name": "unodc-activities",
        **_both("title", lambda: _("UNODC activities catalogue")),
        **_both("description", _description),
        **({"homepage": f"{base}/"} if base else {}),
        "version": str(version),
        "created": timezone.now().isoformat(timespec="seconds"),
        "languages": ["en", "fr"],
        "licenses": [LICENCE],
        "sources": [
            _both("title", partial(named, report)) for report in Report.objects.published().order_by("ref")
        ],
        "count": written["activities"]["rows"],
        "resources": [_resource(resource, written[resource.name], keys) for resource in resources],
    }


def _description():
    return _(
        "What UNODC did, where and with whom, each activity with the paragraph of the report that says so. "
        "An empty cell means that the source does not say. Several values in one cell are separated by a "
        "semicolon and a space. A text cell that began with =, +, -, @ or a "
        "control character begins with an apostrophe, so that no spreadsheet interprets it as a formula."
    )


def _resource(resource, written, keys):
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "path": f"{resource.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_both("title", lambda: resource.title),
        **written,
        "schema": {
            "fields": [_field(column) for column in resource.dictionary],
            "missingValues": [""],
            **({"primaryKey": resource.key} if resource.key else {}),
            "foreignKeys": [
                {"fields": names, "reference": {"resource": _other(other, resource), "fields": keys[other]}}
                for names, other in resource.references
            ],
        },
    }


def _other(name, resource):
    """Returns the name of a referenced resource; empty for the resource itself, as the specification asks."""
    return "" if name == resource.name else name


def _field(column):
    values = [value for value, _label in column.choices]
    return {
        "name": column.name,
        "type": column.type,
        **_both("title", lambda: column.title),
        **_both("description", lambda: column.help),
        **({"constraints": {"enum": values}} if values else {}),
        **({"format": "any"} if column.type == "datetime" else {}),
    }


def _both(name, words):
    """Returns a property in English and in French (`title@fr`), the specification's pattern for languages."""
    texts = {}
    for code, key in (("en", name), ("fr", f"{name}@fr")):
        with translation.override(code):
            if text := str(words()):
                texts[key] = text
    return texts
