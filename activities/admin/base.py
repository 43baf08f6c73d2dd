from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from activities.editing import in_use
from activities.search import publish_changes
from activities.search.dependents import INDEXED, PATHS, dependents, is_said

from ..models import Activity
from .records import RecordAdmin

# Reverse relations from a record to the activities, country roles, figures and paragraphs that use it.
USES = ("activities", "activity_roles", "figures", "paragraphs")


class PublishingAdmin(RecordAdmin):
    """Calls `publish_changes` after each change of a row, for the activities that depend on it.

    Both confirmation pages of a deletion bear the version tokens of the records that they show: a record that
    has changed meanwhile is not deleted.
    """

    delete_confirmation_template = "admin/activities/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/activities/delete_selected_confirmation.html"
    actions: Any = ["delete_selected"]

    def has_delete_permission(self, request, obj=None):
        # A record in use cannot be deleted.
        used = any(hasattr(obj, name) and getattr(obj, name).exists() for name in USES)
        return not used and super().has_delete_permission(request, obj) and not (obj and in_use(obj))

    def save_related(self, request, form, formsets, change):
        inlines = any(formset.has_changed() for formset in formsets if formset.model in PATHS)
        indexed = inlines or is_said(self.model, form.changed_data)
        before = self._dependents(form.instance) if indexed and change else set()
        super().save_related(request, form, formsets, change)
        self._publish(before | self._dependents(form.instance) if indexed else ())

    def delete_model(self, request, obj):
        before = self._dependents(obj)
        super().delete_model(request, obj)
        self._publish(before)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            before = self._dependents(*queryset)
            super().delete_queryset(request, queryset)
            self._publish(before)

    @transaction.atomic
    def delete_view(self, request, object_id, extra_context=None):
        record = self.stored(request, object_id)
        if record is None or not self.has_delete_permission(request, record):
            return super().delete_view(request, object_id, extra_context)
        token = self.version_token_of(request, record)
        if self._was_changed(request, record, token):
            return HttpResponseRedirect(request.get_full_path())
        context = {**(extra_context or {}), "tokens": {record.pk: token}}
        return super().delete_view(request, object_id, context)

    @admin.action(permissions=["delete"], description=_("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request, queryset):
        with transaction.atomic():
            rows = self.model._base_manager.filter(pk__in=queryset.order_by().values("pk"))
            records = list(rows.select_for_update() if "post" in request.POST else rows)
            tokens = {record.pk: self.version_token_of(request, record) for record in records}
            changed = [row.pk for row in records if self._was_changed(request, row, tokens[row.pk])]
            chosen = queryset.exclude(pk__in=changed)
            response: Any = delete_selected(self, request, chosen) if chosen.exists() else None
        if response is not None:
            response.context_data["tokens"] = tokens
        return response

    def _was_changed(self, request, record, token):
        if request.POST.get(f"version_token-{record.pk}", token) == token:
            return False
        text = _("%(record)s has changed since the page was opened: please check it again.")
        self.message_user(request, text % {"record": record}, messages.WARNING)
        return True

    def _dependents(self, *rows):
        return dependents(self.model, [row.pk for row in rows])

    def _publish(self, activities):
        publish_changes(
            Activity.objects.filter(pk__in=activities), reference=self.model in INDEXED, queued=True
        )
