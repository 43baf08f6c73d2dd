from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from ..indexing import publish_changes
from ..models import (
    Activity,
    ActivityCountry,
    ActivityText,
    Citation,
    Figure,
    Move,
    Publication,
)
from ..review import MOVES, make_move
from .forms import PlaceForm, TextsFormSet


class CitationInline(admin.TabularInline):
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


class PublicationInline(admin.TabularInline):
    model = Publication
    extra = 0


class FigureInline(admin.StackedInline):
    model = Figure
    extra = 0
    autocomplete_fields = ("paragraph", "unit", "countries", "programme")


class MoveInline(admin.TabularInline):
    model = Move
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "by", "origin", "target", "note")

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Activity)
class ActivityAdmin(SimpleHistoryAdmin):
    fieldsets = (
        (None, {"fields": ("ref", "report", "status", "reviewed_by", "reviewed_on")}),
        (_("What it is"), {"fields": ("kind", "modality", "scope", "start", "end", "date_precision")}),
        (_("What it belongs to"), {"fields": ("regions", "programmes", "themes", "partners", "instruments")}),
        (_("Note on the source"), {"fields": ("source_note_fr", "source_note_en")}),
    )
    readonly_fields = ("status", "reviewed_by", "reviewed_on")
    autocomplete_fields = ("report", "regions", "programmes", "themes", "partners", "instruments")
    inlines = (TextInline, CitationInline, PlaceInline, PublicationInline, FigureInline, MoveInline)
    list_display = ("ref", "title", "kind", "scope", "status", "updated_at")
    # Countries, themes and programmes are too many for a list of filters: the search finds them.
    list_filter = ("status", "kind", "scope")
    search_fields = (
        "ref", "texts__title", "countries__iso3",
        "countries__name_fr", "countries__name_en", "countries__sort_fr", "countries__sort_en",
    )  # fmt: skip
    actions = [f"{move}_selected" for move in MOVES]
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description=_("title"))
    def title(self, activity):
        return activity.text.title if activity.text else "–"

    def get_readonly_fields(self, request, obj=None):
        # A ref is permanent once it is given.
        return (*self.readonly_fields, *(("ref", "report") if obj else ()))

    def has_delete_permission(self, request, obj=None):
        # Deletion is withdrawal: refs are never reused.
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        publish_changes(Activity.objects.filter(pk=form.instance.pk))

    def log_change(self, request, obj, message):
        # Without it the history page would be silent on texts, countries and figures.
        entry = super().log_change(request, obj, message)
        version = obj.history.first()
        version.history_change_reason = entry.get_change_message()
        version.save()
        return entry

    def revert_disabled(self, request, obj=None):
        return True

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # An old version put back would bring its old status with it, past review and search.
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    @admin.action(description=_("Submit for review"), permissions=["change"])
    def submit_selected(self, request, queryset):
        self._move(request, queryset, "submit")

    @admin.action(description=_("Approve and publish"), permissions=["publish"])
    def approve_selected(self, request, queryset):
        self._move(request, queryset, "approve")

    @admin.action(description=_("Send back to draft"), permissions=["publish"])
    def send_back_selected(self, request, queryset):
        self._move(request, queryset, "send_back")

    @admin.action(description=_("Withdraw"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        self._move(request, queryset, "withdraw")

    @admin.action(description=_("Reopen as draft"), permissions=["publish"])
    def reopen_selected(self, request, queryset):
        self._move(request, queryset, "reopen")

    def has_publish_permission(self, request):
        return request.user.has_perm("activities.publish_activity")

    def _move(self, request, queryset, move):
        moved = 0
        for activity in queryset:
            try:
                make_move(activity, move, by=request.user)
                moved += 1
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)
            except PermissionDenied:
                self.message_user(request, _("You may not make this move."), messages.ERROR)
                return
        if moved:
            text = ngettext("%(count)d entry moved.", "%(count)d entries moved.", moved)
            self.message_user(request, text % {"count": moved}, messages.SUCCESS)
