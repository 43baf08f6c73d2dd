"""Checks a form while it is being filled in: it is saved in a transaction that is rolled back.

The answer is the aside of the form: what the checks find, and the text of the paragraphs cited.
"""

from django.shortcuts import render

from ..models import Paragraph
from .cited import sources, sources_of
from .guidance import guidance
from .reading import TEXT

CHECK = "_check"


class Checked(Exception):  # noqa: N818  no error: it ends the transaction of a check
    """Rolls back what a check has written, and passes on the context of the aside."""

    def __init__(self, context):
        super().__init__()
        self.context = context


def is_check(request):
    return request.method == "POST" and CHECK in request.POST


def aside_of(request, activity):
    """Returns the context of the aside for an activity as stored, or as a form has just written it."""
    return {
        "guidance": guidance(activity),
        "sources": sources(activity) if request.user.has_perm(TEXT) else [],
    }


def aside_of_invalid(request, context):
    """Returns the context of the aside for a form that cannot be saved yet."""
    pks = _posted(request, "citations", "paragraph")
    form, formsets = context["adminform"].form, [row.formset for row in context["inline_admin_formsets"]]
    errors = [_labelled(form, name, found) for name, found in form.errors.items()]
    for formset in formsets:
        errors += formset.non_form_errors()
        errors += [_labelled(row, name, found) for row in formset.forms for name, found in row.errors.items()]
    return {
        "errors_left": list(dict.fromkeys(map(str, errors))),
        "sources": sources_of(Paragraph.objects.filter(pk__in=pks)) if request.user.has_perm(TEXT) else [],
    }


def answer(request, checked):
    return render(request, "admin/activities/activity/_guidance.html", checked.context)


def _labelled(form, name, errors):
    label = form[name].label if name in form.fields else form.instance._meta.verbose_name
    return f"{label}: {' '.join(errors)}"


def _posted(request, prefix, name):
    """Returns the pks in one column of the rows of an inline."""
    found = [
        values[-1]
        for key, values in request.POST.lists()
        if key.startswith(f"{prefix}-") and key.endswith(f"-{name}") and "__prefix__" not in key
    ]
    return [pk for pk in found if pk.isdecimal() and len(pk) < 19]
