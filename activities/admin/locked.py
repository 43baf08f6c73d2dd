"""Returns to a user what they typed into an activity that they may no longer edit."""

import re

from django.utils.text import capfirst

from .pages import render_page

ROW = re.compile(r"(\w+)-(\d+)-(\w+)")


def locked_page(modeladmin, request, activity):
    """Returns a 403 page with the typed values that could not be saved, under the form's labels."""
    context = {
        "title": activity.ref,
        "object": activity,
        "last": activity.moves.select_related("by").order_by("at").last(),
        "typed": list(_typed(request.POST, modeladmin)),
    }
    return render_page(modeladmin, request, "activity/locked", context, status=403)


def _typed(sent, modeladmin):
    """Yields (name of the field, typed value), without relations, which a form sends as pks."""
    parts = {_prefix(inline.model): inline.model for inline in modeladmin.inlines}
    for name, values in sent.lists():
        row = ROW.fullmatch(name)
        model, column = (parts.get(row[1]), row[3]) if row else (modeladmin.model, name)
        if model is None:
            continue
        field = next((found for found in model._meta.fields if found.name == column), None)
        if field and any(values) and not field.is_relation and not field.primary_key:
            place = f"{capfirst(model._meta.verbose_name)} {int(row[2]) + 1} · " if row else ""
            yield f"{place}{field.verbose_name}", ", ".join(values)


def _prefix(model):
    return model._meta.get_field("activity").remote_field.related_name
