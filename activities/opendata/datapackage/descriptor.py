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


def descriptor(tables, written, version, base):
    """Returns the descriptor; `written` is {table: {"rows", "bytes", "hash"}}."""
    keys = {table.name: table.key for table in tables}
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
        "resources": [_resource(table, written[table.name], keys) for table in tables],
    }


def _description():
    return _(
        "What UNODC did, where and with whom, each entry with the paragraph of the report that says so. "
        "An empty cell means that the source does not say. A text cell that began with =, +, -, @ or a "
        "control character begins with an apostrophe, so that no spreadsheet takes it for a formula."
    )


def _resource(table, written, keys):
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_both("title", lambda: table.title),
        **written,
        "schema": {
            "fields": [_field(column) for column in table.dictionary],
            "missingValues": [""],
            **({"primaryKey": table.key} if table.key else {}),
            "foreignKeys": [
                {"fields": names, "reference": {"resource": _other(other, table), "fields": keys[other]}}
                for names, other in table.references
            ],
        },
    }


def _other(name, table):
    """Returns the name of a referenced table; empty for the table itself, as the specification asks."""
    return "" if name == table.name else name


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
