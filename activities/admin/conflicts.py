"""Conflicting saves: the second of two users sees who saved first, and is asked about what both changed."""

from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

CONFLICT = "conflict"  # code of the form's ValidationError


class Saved(NamedTuple):
    by: User | None  # None for a save by a loader
    at: datetime


class Changed(NamedTuple):
    """A field of a form that changes the stored value; `summary` has the old and the new value."""

    name: str
    summary: str


def refusing_conflicts(form_class, stored_token):
    """Returns a form that is invalid if its record was saved by another user since its page was opened.

    `stored_token()` returns the version token of the stored record, whose row is locked meanwhile.
    """

    class GuardedForm(form_class):  # type: ignore[valid-type]  # a class made for each call
        def clean(self):
            if self.data.get("version_token") != stored_token():
                text = _(
                    "Somebody else saved this record while you were editing it. Nothing that you wrote is lost."
                )
                raise ValidationError(text, code=CONFLICT)
            return super().clean()

    return GuardedForm


def is_conflict(context):
    return context["adminform"].form.has_error(NON_FIELD_ERRORS, CONFLICT)


def changed_fields(form):
    """Yields a Changed for each field that a saved form changed; a new record has no old values."""
    for name in form.changed_data:
        field = form.fields[name]
        stored = readable(field, form.get_initial_for_field(field, name))
        values = {
            "label": form[name].label,
            "before": stored or "–",
            "after": readable(field, form[name].data) or "–",
        }
        yield Changed(name, _("%(label)s: %(before)s → %(after)s") % values)


def readable(field, value):
    """Returns a value as the form displays it: the name of a row instead of its pk."""
    values = [getattr(item, "pk", item) for item in (value if isinstance(value, list | tuple) else [value])]
    values = [item for item in values if item not in (None, "")]
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        try:
            return ", ".join(map(str, field.queryset.filter(pk__in=values)))
        except (ValueError, ValidationError):
            return ", ".join(map(str, values))
    if isinstance(field, forms.BooleanField):
        return _("yes") if any(field.to_python(item) for item in values) else _("no")
    options: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    choices = dict(options)
    return ", ".join(str(choices.get(item, item)) for item in values)
