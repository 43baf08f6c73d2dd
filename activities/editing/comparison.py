"""Describes the differences between two versions of an activity in words of the reader's language."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.language.dates import dates_in_words, period_in_words
from activities.models import Paragraph
from activities.models.base import language_name
from activities.models.figures import amount

# The fields that identify a row across versions; any other row, such as a figure, is matched by its pk.
IDENTITY = {
    "activitytext": ("language",),
    "activitycountry": ("country", "role"),
    "activitypartner": ("partner",),
    "citation": ("paragraph",),
    "publication": ("title",),
}
# Dates shown with the precision that the activity states.
DATED = {"start", "end"}
# Formatters of coded values, by field name.
WORDS: dict[str, Callable[[str], str]] = {"period": period_in_words, "languages": language_name}
UNSAID = {"activity", "position", "origin"}


class Difference(NamedTuple):
    """One changed value. `language` is set where the values are texts of the activity in that language."""

    label: str
    before: str
    after: str
    language: str = ""

    @property
    def marked(self) -> SafeString:
        """HTML with changes marked word by word; as two whole texts if less than half remains."""
        if not (self.before and self.after):
            return _marked_change(self.before, self.after)
        old, new = self.before.split(" "), self.after.split(" ")
        parts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if sum(end - start for kind, start, end, *_ in parts if kind == "equal") * 2 < len(old):
            return _marked_change(self.before, self.after)
        return format_html_join(" ", "{}", ((_marked_part(old, new, *part),) for part in parts))


def _marked_part(old, new, kind, *bounds):
    start, end, begin, stop = bounds
    removed, added = " ".join(old[start:end]), " ".join(new[begin:stop])
    return conditional_escape(removed) if kind == "equal" else _marked_change(removed, added)


def _marked_change(removed, added):
    pieces = [("del", removed), ("ins", added)]
    return format_html_join(" ", "<{0}>{1}</{0}>", ((tag, text) for tag, text in pieces if text))


class Names:
    """Reads the names of the records that snapshots point at, with one query per table."""

    def __init__(self, documents):
        wanted: dict[Any, set] = defaultdict(set)
        for row in (row for document in documents for row in document or ()):
            for field, value in _fields(row):
                if field.related_model:
                    wanted[field.related_model] |= set(value if isinstance(value, list) else [value])
        self.found = {model: self._rows(model, keys - {None}) for model, keys in wanted.items()}

    @staticmethod
    def _rows(model, keys):
        rows = model._default_manager.all()
        return (rows.select_related("report") if model is Paragraph else rows).in_bulk(keys)

    def __call__(self, model, key):
        row = self.found.get(model, {}).get(key)
        return str(row) if row else _("(no longer there)")


def differences(before, after, names) -> Iterator[Difference]:
    """Yields the differences of two snapshots (lists of serialized rows), in the order of the later one."""
    old, new = _by_identity(before or ()), _by_identity(after or ())
    for identity in [*new, *(key for key in old if key not in new)]:
        yield from _row_differences(old.get(identity), new.get(identity), names)


def _by_identity(rows):
    return {_identity(row): row for row in rows}


def _identity(row):
    label = row["model"].rpartition(".")[2]
    fields = IDENTITY.get(label)
    return label, *((row["fields"][name] for name in fields) if fields else [row["pk"]])


def _row_differences(old, new, names):
    row = new or old
    label, subject = _label_and_subject(row, names)
    if old is None or new is None:
        summary = " · ".join(filter(None, [subject, *_details(row, names)]))
        yield Difference(label, "" if old is None else summary, "" if new is None else summary)
        return
    place = f"{label} · {subject} · " if subject else ""
    for field, _value in _fields(new):
        was, now = _in_words(old, field, names), _in_words(new, field, names)
        if was != now:
            yield Difference(capfirst(f"{place}{field.verbose_name}"), was, now, _language(row, field))


def _language(row, field):
    of_field = (code for code, _name in settings.LANGUAGES if field.name.endswith(f"_{code}"))
    return row["fields"].get("language") or next(of_field, "")


def _label_and_subject(row, names):
    """Returns (name of the row's model, text that identifies the row)."""
    model = apps.get_model(row["model"])
    identity = IDENTITY.get(model._meta.model_name or "", ())
    values = [_in_words(row, model._meta.get_field(name), names) for name in identity]
    if model._meta.model_name == "figure":
        values = [row["fields"].get(f"label_{get_language()}") or row["fields"]["label_fr"]]
    return capfirst(str(model._meta.verbose_name)), ", ".join(values)


def _details(row, names):
    identity = IDENTITY.get(row["model"].rpartition(".")[2], ())
    for field, _value in _fields(row):
        if field.name not in identity and (summary := _in_words(row, field, names)):
            yield _("%(name)s: %(value)s") % {"name": field.verbose_name, "value": summary}


def _fields(row):
    """Yields (field, stored value) of the fields that are compared; skips those the model no longer has."""
    known = {field.name: field for field in apps.get_model(row["model"])._meta.get_fields()}
    for name, value in row["fields"].items():
        if name in known and name not in UNSAID:
            yield known[name], value


def _in_words(row, field, names):
    """Returns the value of a row's field in words; an empty string if it has none."""
    value = row["fields"].get(field.name)
    if value in (None, "", []) or value is False:
        return ""
    if field.related_model:
        return ", ".join(sorted(names(field.related_model, key) for key in _as_list(value)))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    match field:
        case models.BooleanField():
            return _("yes")
        case models.DecimalField():
            return amount(Decimal(value))
        case models.DateField():
            precision = row["fields"].get("date_precision") if field.name in DATED else ""
            return dates_in_words(date.fromisoformat(value), None, precision or "day")
    return ", ".join(WORDS.get(field.name, str)(part) for part in _as_list(field.to_python(value)))


def _as_list(value):
    return value if isinstance(value, list) else [value]
