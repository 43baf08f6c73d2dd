"""Two analysts save the same entry: the second is told who was first, and shown both."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _


class Difference(NamedTuple):
    place: str
    stored: str
    sent: str


def conflict(context, activity):
    """Who saved meanwhile, when, and what differs; None where the form was refused for nothing of the sort."""
    form = context["adminform"].form
    if not form.has_error(NON_FIELD_ERRORS, "conflict"):
        return None
    copy = getattr(activity, "working_copy", None)
    last = activity.versions.filter(of_copy=False).exclude(by=None).last()
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    return {
        "by": copy.edited_by if copy else last and last.by,
        "at": copy.edited_at if copy else activity.updated_at,
        "differences": [*_of_form(form, ""), *(row for formset in formsets for row in _of_formset(formset))],
    }


def _of_formset(formset):
    name = str(formset.model._meta.verbose_name)
    sent = set()
    for form in formset.forms:
        sent.add(form.instance.pk)
        if formset.can_delete and formset._should_delete_form(form):
            yield Difference(name, str(form.instance), _("(deleted)"))
        else:
            yield from _of_form(form, f"{name} · ")
    for row in formset.queryset:
        if row.pk not in sent:
            yield Difference(name, str(row), "")


def _of_form(form, prefix):
    for name in form.changed_data:
        field = form.fields[name]
        stored = _readable(field, form.get_initial_for_field(field, name)) if form.instance.pk else ""
        sent = _readable(field, form[name].data)
        if stored != sent and not form[name].is_hidden:
            yield Difference(f"{prefix}{form[name].label}", stored, sent)


def _readable(field, value):
    """A value as the form shows it: the name of a row for its number."""
    values = [getattr(item, "pk", item) for item in (value if isinstance(value, list | tuple) else [value])]
    values = [item for item in values if item not in (None, "")]
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        try:
            return ", ".join(map(str, field.queryset.filter(pk__in=values)))
        except (ValueError, ValidationError):
            return ", ".join(map(str, values))
    options: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    choices = dict(options)
    return ", ".join(str(choices.get(item, item)) for item in values)
