from django.db import transaction

from ..indexing import publish_changes
from ..models import Activity
from ..working_copies import in_use
from .guarded import Guarded

# How an entry, its places, its figures and a paragraph point at a record.
USES = ("activities", "activity_roles", "figures", "paragraphs")


class PublishingAdmin(Guarded):
    """Ends every change of a reference table in `publish_changes`: its names are in the search rows."""

    def has_delete_permission(self, request, obj=None):
        # What is pointed at stays.
        used = any(hasattr(obj, name) and getattr(obj, name).exists() for name in USES)
        return not used and super().has_delete_permission(request, obj) and not (obj and in_use(obj))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        publish_changes(Activity.objects.all())

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        publish_changes(Activity.objects.all())

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            publish_changes(Activity.objects.all())
