"""Refuses to delete a record that has changed since its deletion was requested."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from .guarded import Guarded


class Deleting(Guarded):
    """Adds to both confirmation pages the version tokens of the records that they show."""

    delete_confirmation_template = "admin/activities/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/activities/delete_selected_confirmation.html"
    actions: Any = ["delete_selected"]

    @transaction.atomic
    def delete_view(self, request, object_id, extra_context=None):
        record = self._stored(request, object_id)
        if record is None or not self.has_delete_permission(request, record):
            return super().delete_view(request, object_id, extra_context)
        token = self.version_token_of(request, record)
        if self._was_changed(request, record, token):
            return HttpResponseRedirect(request.get_full_path())
        return super().delete_view(
            request, object_id, {**(extra_context or {}), "tokens": {record.pk: token}}
        )

    @admin.action(permissions=["delete"], description=_("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request, queryset):
        with transaction.atomic():
            records = list(self._locked(request, queryset))
            tokens = {record.pk: self.version_token_of(request, record) for record in records}
            changed = [row.pk for row in records if self._was_changed(request, row, tokens[row.pk])]
            chosen = queryset.exclude(pk__in=changed)
            response: Any = delete_selected(self, request, chosen) if chosen.exists() else None
        if response is not None:
            response.context_data["tokens"] = tokens
        return response

    def _locked(self, request, queryset):
        rows = self.model._base_manager.filter(pk__in=queryset.order_by().values("pk"))
        return rows.select_for_update() if "post" in request.POST else rows

    def _was_changed(self, request, record, token):
        if request.POST.get(f"version_token-{record.pk}", token) == token:
            return False
        text = _("%(record)s has changed since the page was opened: look at it again.")
        self.message_user(request, text % {"record": record}, messages.WARNING)
        return True
