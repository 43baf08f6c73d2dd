"""Optimistic locking of records: the second save is refused, and shown both versions (`conflicts`)."""

import hashlib
import json
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activities.editing.versions import serialized

from .conflicts import CONFLICT, Saved, differences, is_conflict
from .gone import with_gone_rows
from .resuming import Resuming


class GuardedForm(forms.BaseForm):
    """Is invalid if the record was saved by another user since its page was opened."""

    version_token = ""  # nosec B105  # no password: that of the stored record at the time of the POST
    instance: Any

    def clean(self):
        if self.instance.pk and self.data.get("version_token") != self.version_token:
            message = _("This was saved by somebody else while you were writing. Nothing of yours is lost.")
            raise ValidationError(message, code=CONFLICT)
        return super().clean()  # type: ignore[misc]  # of the form that it is mixed into


def digest(*querysets):
    """Returns a digest that changes whenever one of the rows does."""
    rows = [serialized(queryset) for queryset in querysets]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


class Guarded(Resuming):
    class Media:
        css = {"all": ["css/desk.css"]}

    def version_token_of(self, request, record):
        """Returns the version token of a record and of its inline rows."""
        inlines = [
            formset(instance=record, queryset=inline.get_queryset(request)).get_queryset()
            for formset, inline in self.get_formsets_with_inlines(request, record)
        ]
        return digest(self._row(record.pk), *inlines)

    def last_saved(self, record):
        """Returns who saved the record last and when, according to the admin log, or None."""
        kind = ContentType.objects.get_for_model(record)
        log = LogEntry.objects.filter(content_type=kind, object_id=record.pk).select_related("user")
        last = log.order_by("-action_time").first()
        return Saved(last.user, last.action_time) if last else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            record = self._stored(request, object_id)
            if record is None:
                return super().changeform_view(request, object_id, form_url, extra_context)
            request.version_token = self.version_token_of(request, record)
            return self.record_view(request, record, object_id, form_url, extra_context)

    def record_view(self, request, record, *arguments):
        """Handles the page of a record; a POST holds its row lock."""
        return super().changeform_view(request, *arguments)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(
            form.__name__, (GuardedForm, form), {"version_token": getattr(request, "version_token", "")}
        )

    def get_formset_kwargs(self, request, obj, inline, prefix):
        found = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in found:
            found["data"] = with_gone_rows(found["data"], prefix, found["queryset"])
        return found

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["version_token"] = getattr(request, "version_token", "")
        if obj and is_conflict(context):
            context["last_saved"] = self.last_saved(obj)
            context["differences"] = list(differences(context))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _stored(self, request, object_id):
        """Returns the record or None; a POST locks its row, so that concurrent saves are serialized."""
        number = unquote(object_id)
        rows = self._row(number if number.isdecimal() else None)
        return (rows.select_for_update() if request.method == "POST" else rows).first()

    def _row(self, number):
        return self.model._base_manager.filter(pk=number)
