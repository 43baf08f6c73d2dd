"""What somebody had typed into an entry that was taken from under their hands: shown, so that it is not lost."""

import re

from django.shortcuts import render
from django.utils.text import capfirst

ROW = re.compile(r"(\w+)-(\d+)-(\w+)")


def page(request, modeladmin, activity):
    """403, with what the form said that could not be saved, in the words of the form."""
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": activity.ref,
        "object": activity,
        "last": activity.moves.select_related("by").order_by("at").last(),
        "typed": list(_typed(request.POST, modeladmin)),
    }
    return render(request, "admin/activities/activity/locked.html", context, status=403)


def _typed(sent, modeladmin):
    """(name of the field, what was typed), records that were chosen by number apart."""
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
