"""Keeps what a user types into a form on the server, and restores it with one click.

It is stored for that user alone, beside the record, until the form is saved: it overwrites nothing.
"""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from unodc_catalogue.desk.unsaved_forms import RESUMED

from ..models import TypedForm

MOST_CHARACTERS = 200_000  # of one form
MOST_FORMS = 30  # of one user; the oldest go first
NOT_KEPT = {"csrfmiddlewaretoken", "move", "_check", RESUMED}


def page_of(modeladmin, pk=None):
    return f"{modeladmin.opts.label_lower} {pk or 'add'}"


def typed_view(modeladmin, request, pk=None):
    """Stores, or discards, what its user typed into the form of a record, or into the form to add one."""
    if request.method != "POST":
        raise BadRequest
    record = modeladmin.model._base_manager.filter(pk=pk).first() if pk else None
    allowed = (
        modeladmin.has_change_permission(request, record)
        if record
        else modeladmin.has_add_permission(request)
    )
    if not allowed or (pk and record is None):
        raise PermissionDenied
    if "_discard" in request.POST:
        forget(modeladmin, request, pk)
        name = f"admin:activities_{modeladmin.opts.model_name}_{'change' if pk else 'add'}"
        return HttpResponseRedirect(reverse(name, args=[pk] if pk else []))
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in NOT_KEPT and "__prefix__" not in name
    }
    if sum(len(value) for values in fields.values() for value in values) > MOST_CHARACTERS:
        raise BadRequest
    if not any("\0" in value for values in fields.values() for value in values):
        _store(request.user, page_of(modeladmin, pk), fields)
    return HttpResponse(status=204)


def _store(user, page, fields):
    TypedForm.objects.update_or_create(
        user=user, page=page, defaults={"fields": fields, "at": timezone.now()}
    )
    kept = TypedForm.objects.filter(user=user).order_by("-at").values("pk")[:MOST_FORMS]
    TypedForm.objects.filter(user=user).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def forget(modeladmin, request, pk=None):
    """Deletes what the user had typed: it is saved now, or not wanted."""
    TypedForm.objects.filter(user=request.user, page=page_of(modeladmin, pk)).delete()


def typed_context(modeladmin, request, pk=None):
    """Returns what a change form needs to keep what is typed, and to offer what was kept."""
    name = f"admin:activities_{modeladmin.opts.model_name}_typed"
    kept = None
    if request.method == "GET":
        kept = TypedForm.objects.filter(user=request.user, page=page_of(modeladmin, pk)).first()
    return {
        "typed_url": reverse(name, args=[pk]) if pk else reverse(f"{name}_new"),
        "kept": kept,
        "kept_pairs": [(key, value) for key, values in kept.fields.items() for value in values]
        if kept
        else [],
        "resumed": RESUMED,
    }
