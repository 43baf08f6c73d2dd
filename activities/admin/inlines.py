from django.contrib import admin

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


class WithParagraph(admin.options.InlineModelAdmin):
    """Reads a chosen paragraph together with its report, which its name begins with."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Paragraph:
            kwargs["queryset"] = Paragraph.objects.select_related("report")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CitationInline(WithParagraph, admin.TabularInline):
    model = Citation
    extra = 0
    autocomplete_fields = ("paragraph",)


class TextInline(admin.StackedInline):
    model = ActivityText
    formset = TextsFormSet
    extra = 0
    max_num = 2


class PlaceInline(admin.TabularInline):
    model = ActivityCountry
    form = PlaceForm
    extra = 0
    autocomplete_fields = ("country", "localities")


class PartnerInline(admin.TabularInline):
    model = ActivityPartner
    extra = 0
    autocomplete_fields = ("partner",)


class PublicationInline(admin.TabularInline):
    model = Publication
    extra = 0


class FigureInline(WithParagraph, admin.StackedInline):
    model = Figure
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
