from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import DecimalField, Field
from django.utils.translation import gettext_lazy as _

from activities.curation.fixtures import refs

from ..models import Activity, ActivityCountry, Withdrawal
from ..models.figures import digits
from .typesetting import TypesetForm


class PlainNumberInput(forms.NumberInput):
    """Displays a number as the report writes it: 20, not 20.0000."""

    def format_value(self, value):
        return digits(value) if isinstance(value, Decimal) else super().format_value(value)


PLAIN_NUMBERS: dict[type[Field], dict[str, Any]] = {DecimalField: {"widget": PlainNumberInput}}


class ActivityForm(TypesetForm):
    class Meta:
        model = Activity
        fields = "__all__"

    def clean_ref(self):
        ref = self.cleaned_data["ref"]
        if ref in refs.read(settings.FIXTURES_DIR) or Withdrawal.objects.filter(ref=ref).exists():
            raise forms.ValidationError(_("This reference has been assigned before and is never used again."))
        return ref

    def clean(self):
        cleaned = super().clean() or {}
        ref, report = cleaned.get("ref"), cleaned.get("report")
        if ref and report and ref[:4] != report.ref:
            self.add_error("ref", _("A reference begins with the year of its report."))
        return cleaned


class PlaceForm(forms.ModelForm):
    class Meta:
        model = ActivityCountry
        fields = ("country", "role", "localities")

    def clean(self):
        cleaned = super().clean() or {}
        country = cleaned.get("country")
        outside = [
            place for place in cleaned.get("localities") or () if country and place.country_id != country.pk
        ]
        if outside:
            names = ", ".join(map(str, outside))
            self.add_error(
                "localities", _("Not in %(country)s: %(names)s.") % {"country": country, "names": names}
            )
        return cleaned


class TextsFormSet(forms.BaseInlineFormSet):
    """Requires a French text: no activity can be saved without one."""

    def clean(self):
        super().clean()
        languages = {
            form.cleaned_data.get("language")
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        }
        if "fr" not in languages:
            raise forms.ValidationError(_("The French text is missing."))
