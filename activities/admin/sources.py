from django.contrib import admin

from ..models import Paragraph, Report, Section
from .base import PublishingAdmin


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


@admin.register(Paragraph)
class ParagraphAdmin(PublishingAdmin):
    list_display = ("__str__", "section", "disposition", "gist_fr")
    list_filter = ("disposition", "report")
    search_fields = ("=number", "gist_fr", "gist_en", "section__code")
    autocomplete_fields = ("section",)

    def get_queryset(self, request):
        # Its report stands in its name, so in every suggestion.
        return super().get_queryset(request).select_related("report", "section")
