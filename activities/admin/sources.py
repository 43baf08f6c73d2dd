from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from ..models import Figure, Paragraph, Report, Section
from ..models.figures import FigureRole
from .base import PublishingAdmin
from .forms import PLAIN_NUMBERS
from .quality import QualityFilter


@admin.register(Report)
class ReportAdmin(PublishingAdmin):
    list_display = ("ref", "session", "resolution", "symbol", "language")
    search_fields = ("ref", "symbol", "title")


@admin.register(Section)
class SectionAdmin(PublishingAdmin):
    list_display = ("code", "title_fr", "title_en", "report")
    list_filter = ("report",)
    list_select_related = ("report",)
    search_fields = ("code", "title_fr", "title_en")


class ContextFigureFormSet(BaseInlineFormSet):
    def save_new(self, form, commit=True):
        form.instance.role = FigureRole.CONTEXT
        return super().save_new(form, commit)


class ContextFigureInline(admin.StackedInline):
    """The figures of a paragraph that belong to no activity; the others are edited with theirs."""

    model = Figure
    formfield_overrides = PLAIN_NUMBERS
    formset = ContextFigureFormSet
    verbose_name_plural = _("figures that belong to no activity")
    extra = 0
    exclude = ("activity", "role")
    autocomplete_fields = ("unit", "countries", "programme")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(activity=None)


@admin.register(Paragraph)
class ParagraphAdmin(PublishingAdmin):
    inlines = (ContextFigureInline,)
    list_display = ("__str__", "section", "disposition", "gist_fr")
    list_filter = (QualityFilter, "disposition", "report")
    search_fields = ("=number", "gist_fr", "gist_en", "section__code")
    autocomplete_fields = ("section",)

    def get_queryset(self, request):
        # Its report stands in its name, so in every suggestion.
        return super().get_queryset(request).select_related("report", "section")
