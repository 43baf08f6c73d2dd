from django.db import transaction

from activities.editing.working_copies import in_use
from activities.search.dependents import INDEXED, PATHS, dependents, is_said
from activities.search.indexing import publish_changes

from ..models import Activity
from .deleting import Deleting

# Reverse relations from a record to the activities, country roles, figures and paragraphs that use it.
USES = ("activities", "activity_roles", "figures", "paragraphs")


class PublishingAdmin(Deleting):
    """Calls `publish_changes` after each change of a row, for the activities that depend on it."""

    def has_delete_permission(self, request, obj=None):
        # A record in use cannot be deleted.
        used = any(hasattr(obj, name) and getattr(obj, name).exists() for name in USES)
        return not used and super().has_delete_permission(request, obj) and not (obj and in_use(obj))

    def save_related(self, request, form, formsets, change):
        inlines = any(formset.has_changed() for formset in formsets if formset.model in PATHS)
        said = inlines or is_said(self.model, form.changed_data)
        before = self._dependents(form.instance) if said and change else set()
        super().save_related(request, form, formsets, change)
        self._publish(before | self._dependents(form.instance) if said else ())

    def delete_model(self, request, obj):
        before = self._dependents(obj)
        super().delete_model(request, obj)
        self._publish(before)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            before = self._dependents(*queryset)
            super().delete_queryset(request, queryset)
            self._publish(before)

    def _dependents(self, *rows):
        return dependents(self.model, [row.pk for row in rows])

    def _publish(self, activities):
        publish_changes(
            Activity.objects.filter(pk__in=activities), reference=self.model in INDEXED, queued=True
        )
