"""Optimistic locking of records: the second of two saves is merged with the first (`merging`).

Where both changed the same value, it is refused and its user asked (`conflicts`).
"""

import hashlib
import json
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import path
from django.utils.translation import gettext as _

from activities.editing.versions import serialized

from .conflicts import Saved, is_conflict, refusing_conflicts
from .deleted_rows import with_deleted_rows_as_new
from .merging import CHOICE, base_of, merge
from .resuming import unsaved_if_resumed
from .typed import forget, typed_context, typed_view


def digest(*querysets):
    """Returns a digest that changes whenever one of the rows does."""
    rows = [serialized(queryset) for queryset in querysets]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


class RecordAdmin(admin.ModelAdmin):
    """Refuses to save a record that has changed since its page was opened; nothing typed is lost."""

    class Media:
        css = {"all": ["css/desk.css"]}

    def get_urls(self):
        view, name = (
            self.admin_site.admin_view(partial(typed_view, self)),
            f"activities_{self.opts.model_name}_typed",
        )
        return [
            path("typed/", view, name=f"{name}_new"),
            path("<int:pk>/typed/", view, name=name),
            *super().get_urls(),
        ]

    def version_token_of(self, request, record):
        """Returns the version token of a record and of its inline rows."""
        inlines = [
            formset(instance=record, queryset=inline.get_queryset(request)).get_queryset()
            for formset, inline in self.get_formsets_with_inlines(request, record)
        ]
        return digest(self.model._base_manager.filter(pk=record.pk), *inlines)

    def last_saved(self, record):
        """Returns who saved the record last and when, according to the admin log, or None."""
        kind = ContentType.objects.get_for_model(record)
        log = LogEntry.objects.filter(content_type=kind, object_id=record.pk).select_related("user")
        last = log.order_by("-action_time").first()
        return Saved(last.user, last.action_time) if last else None

    def stored(self, request, object_id):
        """Returns the record of a URL or None; a POST locks its row, so that concurrent saves are serialized."""
        pk = unquote(object_id)
        rows = self.model._base_manager.filter(pk=pk if pk.isdecimal() else None)
        return (rows.select_for_update() if request.method == "POST" else rows).first()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            record = self.stored(request, object_id)
            if record is None:
                return super().changeform_view(request, object_id, form_url, extra_context)
            # Read before the form is: a page never bears the token of a later version than it shows.
            token = {"version_token": self.version_token_of(request, record)}
            return self.record_view(request, record, object_id, form_url, {**(extra_context or {}), **token})

    def record_view(self, request, record, object_id, form_url, context):
        """Shows or saves the form of a record; merges what was saved meanwhile into what is saved."""
        if request.method == "POST" and self.has_change_permission(request, record):
            context = {**context, "unmerged": self._merge(request, record)}
        return super().changeform_view(request, object_id, form_url, context)

    def _merge(self, request, record):
        """Merges the stored values into the POST, and returns the conflicts that its user has to decide."""
        token = self.version_token_of(request, record)
        chosen = any(name.startswith(CHOICE) and value == "stored" for name, value in request.POST.items())
        if request.POST.get("version_token", token) == token and not chosen:
            return []
        formsets = [
            formset(
                instance=record, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request)
            )
            for formset, inline in self.get_formsets_with_inlines(request, record)
            if inline.has_change_permission(request, record)
        ]
        data = request.POST.copy()
        found = merge(data, self.get_form(request, record, change=True)(instance=record), formsets)
        if not found.conflicts:
            data["version_token"] = token
        request.POST = data
        if found.taken and "_check" not in data:
            text = _(
                "Somebody else saved meanwhile; what they changed is kept beside your changes: %(places)s."
            )
            self.message_user(
                request, text % {"places": ", ".join(dict.fromkeys(found.taken))}, messages.INFO
            )
        return found.conflicts

    def log_addition(self, request, obj, message):
        forget(self, request)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        forget(self, request, obj.pk)
        return super().log_change(request, obj, message)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = unsaved_if_resumed(request, super().get_form(request, obj, change=change, **kwargs))
        return refusing_conflicts(form, partial(self.version_token_of, request, obj)) if obj else form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        found = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in found:
            found["data"] = with_deleted_rows_as_new(found["data"], prefix, found["queryset"])
        return found

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and is_conflict(context):
            context["last_saved"] = self.last_saved(obj)
            context["conflicts"] = context.get("unmerged", [])
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["base"] = base_of(context["adminform"].form, formsets) if obj else ""
            context |= typed_context(self, request, obj and obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)
