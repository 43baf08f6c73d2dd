"""Sets the typography of what was typed into a form, and reports it."""

from django import forms
from django.conf import settings

from activities.language.typography import typeset

BY_LANGUAGE = ("title", "summary")  # of a row that states its language


class TypesetForm(forms.ModelForm):
    """Sets no-break spaces, apostrophes and ellipses in the texts that were changed; titles of works stay."""

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        self.typeset: list[str] = []
        for name in self.changed_data:
            language = self._language_of(name, cleaned)
            text = cleaned.get(name)
            if language and isinstance(text, str):
                cleaned[name], done = typeset(text, language, self._works())
                self.typeset += done
        return cleaned

    def _language_of(self, name, cleaned):
        stated = cleaned.get("language") if name in BY_LANGUAGE else None
        codes = [code for code, _name in settings.LANGUAGES]
        return next((code for code in codes if code == stated or name.endswith(f"_{code}")), None)

    def _works(self):
        activity = (
            getattr(self.instance, "activity", None)
            if hasattr(self.instance, "activity_id")
            else self.instance
        )
        return [work.title for work in activity.publications.all()] if activity and activity.pk else []


def typeset_in(form, formsets):
    """Returns what was set in a form and its formsets, once each."""
    forms_ = [form, *(row for formset in formsets for row in formset.forms)]
    return list(dict.fromkeys(done for row in forms_ for done in getattr(row, "typeset", ())))
