"""Three-way merge of a form whose record was saved by somebody else since its page was opened.

The page holds what it was opened with, its base. A field that one of the two changed is taken from them; only
where both changed one, differently, the second is asked.
"""

import json
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from .conflicts import readable

BASE, CHOICE = "_base", "take-"
KEY = ""  # of the main form, beside the prefixes of the formsets


class Conflict(NamedTuple):
    """A value that both changed; `name` is that of the field in the form, empty for a whole row."""

    place: str
    name: str
    before: str
    stored: str
    sent: str


class Merge(NamedTuple):
    conflicts: list[Conflict]
    taken: list[str]  # places of the values taken over from the stored version


def base_of(form, formsets):
    """Returns the stored values of a form and its formsets as they would be sent, in JSON."""
    rows = {
        formset.prefix: {
            str(row.instance.pk): _stored_values(row)
            for row in formset.forms
            if row.instance.pk and row.instance._state.adding is False
        }
        for formset in formsets
    }
    return json.dumps({KEY: _stored_values(form), **rows}, ensure_ascii=False, separators=(",", ":"))


def merge(data, form, formsets):
    """Merges the stored values, in unbound forms, into what was sent, a QueryDict that it changes in place."""
    base = _read(data.get(BASE))
    found = Merge([], [])
    _merge_form(data, form, base.get(KEY), "", found)
    for formset in formsets:
        known = base.get(formset.prefix)
        name = str(formset.model._meta.verbose_name)
        rows = {str(row.instance.pk): row for row in formset.forms if row.instance.pk}
        for index, pk in _sent_rows(data, formset):
            prefix = f"{formset.prefix}-{index}"
            opened = known.get(pk) if isinstance(known, dict) else None
            if pk not in rows:
                _merge_deleted(data, formset, prefix, opened, name, found)
            elif f"{prefix}-DELETE" in data:
                _merge_deletion(data, rows[pk], prefix, opened, name, found)
            else:
                _merge_form(data, rows[pk], opened, prefix, found, name=f"{name} · ")
    return found


def _read(text):
    """Returns the base that a page sent; an empty one if it is malformed or missing."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _sent_rows(data, formset):
    """Yields (index, pk) of the stored rows that were sent."""
    number = data.get(f"{formset.prefix}-INITIAL_FORMS", "")
    for index in range(min(int(number), 1000) if number.isdecimal() and len(number) < 5 else 0):
        if (pk := data.get(f"{formset.prefix}-{index}-{formset.model._meta.pk.name}", "")).isdecimal():
            yield index, pk


def _merge_form(data, form, opened, prefix, found, name=""):
    for field_name, field in form.fields.items():
        html_name = f"{prefix}-{field_name}" if prefix else field_name
        # Hidden are the pks of a row and of its parent.
        if field_name == "DELETE" or field.widget.is_hidden or not _is_sent(data, html_name, field):
            continue
        stored = _stored(form, field_name)
        sent = _comparable(field.widget.value_from_datadict(data, {}, html_name))
        before = _comparable(opened.get(field_name)) if isinstance(opened, dict) else None
        chosen = data.get(f"{CHOICE}{html_name}") == "stored"
        if stored == sent or (stored == before and not chosen):
            continue
        place = f"{name}{form[field_name].label}"
        if sent == before or chosen:
            found.taken.append(place)
            data.setlist(html_name, stored if isinstance(stored, list) else [stored])
            if isinstance(field, forms.BooleanField) and not stored:
                del data[html_name]
        else:
            shown = [_readable(field, value) for value in (before, stored, sent)]
            found.conflicts.append(Conflict(place, html_name, *shown))


def _merge_deleted(data, formset, prefix, opened, name, found):
    """Handles a row that somebody else has deleted: gone, unless it was changed here."""
    fields = formset.empty_form.fields
    changed = {
        field_name: _comparable(
            fields[field_name].widget.value_from_datadict(data, {}, f"{prefix}-{field_name}")
        )
        for field_name in (opened or {})
        if field_name in fields
    }
    same = opened is not None and all(
        value == _comparable(opened[field_name]) for field_name, value in changed.items()
    )
    if f"{prefix}-DELETE" in data:
        return
    if same:
        data[f"{prefix}-DELETE"] = "on"
        found.taken.append(f"{name} {_('(deleted)')}")
    else:
        text = " · ".join(_readable(fields[key], value) for key, value in changed.items() if value)
        found.conflicts.append(Conflict(name, "", "", _("(deleted)"), text))


def _merge_deletion(data, row, prefix, opened, name, found):
    """Handles a row deleted here: gone, unless somebody else has changed it and it is not asked yet."""
    stored = {field: _comparable(value) for field, value in _stored_values(row).items()}
    before = {field: _comparable(value) for field, value in opened.items()} if opened else stored
    if stored != before:
        found.conflicts.append(Conflict(name, "", "", str(row.instance), _("(deleted)")))


def _is_sent(data, html_name, field):
    # An unchecked box and an empty list of choices are not sent at all.
    return html_name in data or isinstance(field, forms.BooleanField | forms.ModelMultipleChoiceField)


def _stored_values(form):
    return {
        name: _stored(form, name)
        for name, field in form.fields.items()
        if name != "DELETE" and not field.widget.is_hidden
    }


def _stored(form, name):
    """Returns the stored value of a field as its widget would send it."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(field, forms.BooleanField):
        return _comparable(bool(value))
    widget: Any = getattr(field.widget, "widget", field.widget)  # what the admin wraps with links
    shown = widget.format_value(value)
    if isinstance(shown, list) and not getattr(widget, "allow_multiple_selected", False):
        shown = shown[0] if shown else ""
    return _comparable(shown)


def _comparable(value):
    """Returns a text, or a sorted list of texts for several values."""
    if isinstance(value, list | tuple):
        return sorted(str(getattr(item, "pk", item)) for item in value)
    if value in (None, False):
        return ""
    return "on" if value is True else str(value).replace("\r\n", "\n").strip()


def _readable(field, value):
    return readable(field, value) if value not in (None, "", []) else ""
