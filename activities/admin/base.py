from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from unodc_catalogue.desk.carried import RESUMED

from ..indexing import publish_changes
from ..models import Activity
from ..working_copies import in_use

# How an entry, its places, its figures and a paragraph point at a record.
USES = ("activities", "activity_roles", "figures", "paragraphs")


class Resumed(forms.BaseForm):
    """A form that comes back after its session ended: shown with all that was typed, and not saved."""

    def clean(self):
        cleaned = super().clean()  # type: ignore[misc]  # of the form that it is mixed into
        self.add_error(None, _("What you wrote is here again and not saved yet: look it through, then save."))
        return cleaned


class Resuming(admin.ModelAdmin):
    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (Resumed, form), {}) if RESUMED in request.POST else form


class PublishingAdmin(Resuming):
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
