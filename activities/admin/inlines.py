from django.conf import settings
from django.contrib import admin
from django.forms import fields_for_model

from ..models import (
    ActivityCountry,
    ActivityPartner,
    ActivityText,
    Citation,
    Figure,
    Move,
    Paragraph,
    Publication,
)
from .forms import PLAIN_NUMBERS, PlaceForm, TextsFormSet
from .typesetting import TypesetForm


def fields_beside(owner, model):
    """Returns the fields of a model but for the owner of its rows; unnamed, the admin makes forms to find them."""
    return tuple(name for name in fields_for_model(model) if name != owner)


class WithParagraph(admin.options.InlineModelAdmin):
    """Reads a chosen paragraph together with its report, which its name begins with."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Paragraph:
            kwargs["queryset"] = Paragraph.objects.select_related("report")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CitationInline(WithParagraph, admin.TabularInline):
    model = Citation
    fields = fields_beside("activity", Citation)
    extra = 0
    autocomplete_fields = ("paragraph",)


class TextInline(admin.StackedInline):
    model = ActivityText
    fields = fields_beside("activity", ActivityText)
    form = TypesetForm
    formset = TextsFormSet
    max_num = 2

    def get_extra(self, request, obj=None, **kwargs):
        """Shows both languages, whether they are written yet or not."""
        return len(missing_languages(obj))


def missing_languages(activity):
    """Returns the languages in which an activity, or a new one, has no text yet."""
    written = {text.language for text in activity.texts.all()} if activity else set()
    return [code for code, _name in settings.LANGUAGES if code not in written]


class PlaceInline(admin.TabularInline):
    model = ActivityCountry
    form = PlaceForm
    fields = PlaceForm.Meta.fields
    extra = 0
    autocomplete_fields = ("country", "localities")


class PartnerInline(admin.TabularInline):
    model = ActivityPartner
    extra = 0
    autocomplete_fields = ("partner",)


class PublicationInline(admin.TabularInline):
    model = Publication
    fields = fields_beside("activity", Publication)
    extra = 0


class FigureInline(WithParagraph, admin.StackedInline):
    model = Figure
    form = TypesetForm
    fields = fields_beside("activity", Figure)
    formfield_overrides = PLAIN_NUMBERS
    extra = 0
    autocomplete_fields = ("paragraph", "unit", "countries", "programme")


class MoveInline(admin.TabularInline):
    model = Move
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "by", "origin", "target", "of_copy", "note")

    def has_add_permission(self, request, obj=None):
        return False
