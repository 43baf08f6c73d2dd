from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from activities.search.indexing import publish_changes

from ..models import Activity
from .columns import PendingColumns, PendingFilter
from .editing import Editing
from .history import History
from .inlines import (
    CitationInline,
    FigureInline,
    MoveInline,
    PlaceInline,
    PublicationInline,
    TextInline,
)
from .moves import Moves
from .preview import Preview
from .quality import QualityFilter
from .spreadsheets import Spreadsheets


@admin.register(Activity)
class ActivityAdmin(Moves, Preview, History, Spreadsheets, Editing, PendingColumns, admin.ModelAdmin):
    change_form_template = "admin/activities/activity/change_form.html"

    fieldsets = (
        (None, {"fields": ("ref", "report", "status", "reviewed_by", "reviewed_on")}),
        (_("What it is"), {"fields": Activity.PROPERTIES}),
        (_("What it belongs to"), {"fields": ("regions", "programmes", "themes", "partners", "instruments")}),
        (_("Note on the source"), {"fields": Activity.NOTES}),
    )
    readonly_fields = ("status", "reviewed_by", "reviewed_on")
    autocomplete_fields = ("report", "regions", "programmes", "themes", "partners", "instruments")
    inlines = (TextInline, CitationInline, PlaceInline, PublicationInline, FigureInline, MoveInline)
    list_display = ("ref", "title", "kind", "scope", "state", "edited_by", "since")
    # Too many countries, themes and programmes for a list of filters: the search finds them.
    list_filter = (PendingFilter, QualityFilter, "status", "kind", "scope")
    search_fields = (
        "ref", "texts__title", "countries__iso3",
        "countries__name_fr", "countries__name_en", "countries__sort_fr", "countries__sort_en",
    )  # fmt: skip
    list_per_page = 50

    def get_readonly_fields(self, request, obj=None):
        # A ref is permanent once assigned.
        return (*self.readonly_fields, *(("ref", "report") if obj else ()))

    def has_delete_permission(self, request, obj=None):
        # Activities are withdrawn, not deleted: refs are never reused.
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not self.is_copied(request):
            publish_changes(Activity.objects.filter(pk=form.instance.pk))
