from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from unodc_catalogue.desk.unsaved_forms import RESUMED


class Resumed(forms.BaseForm):
    """A form sent again after its session ended: displayed with everything typed, and not saved."""

    def clean(self):
        cleaned = super().clean()  # type: ignore[misc]  # of the form that it is mixed into
        self.add_error(None, _("What you wrote is here again and not saved yet: look it through, then save."))
        return cleaned


class Resuming(admin.ModelAdmin):
    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (Resumed, form), {}) if RESUMED in request.POST else form
