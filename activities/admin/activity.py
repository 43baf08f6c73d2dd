from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.urls import path
from django.utils.translation import gettext_lazy as _

from activities.editing import CHANGE, draft_applied, may_change, version_token
from activities.editing.versions import read_snapshot
from activities.editing.working_copies import save_draft
from activities.search import publish_changes

from ..models import Activity
from ..models.vocabulary import Status
from . import history, preview, review, spreadsheets, transitions
from .columns import PendingFilter, edited_by, since, state, title, with_pending
from .conflicts import Saved
from .forms import ActivityForm
from .inlines import (
    CitationInline,
    FigureInline,
    MoveInline,
    PartnerInline,
    PlaceInline,
    PublicationInline,
    TextInline,
    missing_languages,
)
from .live import Checked, answer, aside_of, aside_of_invalid, is_check
from .locked import locked_page
from .quality import QualityFilter
from .records import RecordAdmin
from .saving import DraftWritten, Unchanged, take_snapshot_if_changed
from .typed import forget
from .typesetting import typeset_in

# {route: (view, name)}; each view takes the ActivityAdmin and the request.
VIEWS = {
    "<int:pk>/move/": (transitions.transition_view, "move"),
    "move/": (transitions.bulk_transition_view, "bulk_move"),
    "<int:pk>/review/": (review.review_view, "review"),
    "<int:pk>/comment/": (review.comment_view, "comment"),
    "<int:pk>/preview/<str:language>/": (preview.preview_view, "preview"),
    "<int:pk>/versions/<int:version>/restore/": (history.restore_view, "restore"),
    "spreadsheet/export/<str:form>/": (spreadsheets.export_view, "export"),
    "spreadsheet/": (spreadsheets.upload_view, "upload"),
    "spreadsheet/<int:pk>/": (spreadsheets.plan_view, "plan"),
    "spreadsheet/<int:pk>/progress/": (spreadsheets.progress_view, "progress"),
}


@admin.register(Activity)
class ActivityAdmin(RecordAdmin):
    """Edits activities: a published one as a draft, stored beside it until it is approved."""

    class Media:
        css = {"all": ["css/desk-form.css"]}

    change_form_template = "admin/activities/activity/change_form.html"
    change_list_template = "admin/activities/activity/change_list.html"
    form = ActivityForm
    fieldsets = (
        (None, {"fields": ("ref", "report", "status", "reviewed_by", "reviewed_on")}),
        (_("Characteristics"), {"fields": Activity.PROPERTIES}),
        (_("Classification"), {"fields": ("regions", "programmes", "themes", "instruments")}),
        (_("Note on the source"), {"fields": Activity.NOTES}),
    )
    readonly_fields = ("status", "reviewed_by", "reviewed_on")
    autocomplete_fields = ("report", "regions", "programmes", "themes", "instruments")
    inlines = (
        TextInline,
        CitationInline,
        PlaceInline,
        PartnerInline,
        PublicationInline,
        FigureInline,
        MoveInline,
    )
    list_display = ("ref", title, "kind", "scope", state, edited_by, since)
    # Too many countries, themes and programmes for a list of filters: the search finds them.
    list_filter = (PendingFilter, QualityFilter, "status", "kind", "scope")
    search_fields = (
        "ref", "texts__title", "countries__iso3",
        "countries__name_fr", "countries__name_en", "countries__sort_fr", "countries__sort_en",
    )  # fmt: skip
    list_per_page = 50

    def get_urls(self):
        own = [
            path(route, self.admin_site.admin_view(partial(view, self)), name=f"activities_activity_{name}")
            for route, (view, name) in VIEWS.items()
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request):
        return with_pending(super().get_queryset(request))

    def get_actions(self, request):
        return super().get_actions(request) | transitions.transition_actions(request)

    def get_readonly_fields(self, request, obj=None):
        # A ref is permanent once assigned.
        return (*self.readonly_fields, *(("ref", "report") if obj else ()))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or may_change(obj, request.user))

    def has_delete_permission(self, request, obj=None):
        # Activities are withdrawn, not deleted: refs are never reused.
        return False

    def get_formset_kwargs(self, request, obj, inline, prefix):
        found = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, TextInline):
            languages = missing_languages(obj if obj and obj.pk else None)
            found["initial"] = [{"language": code} for code in languages]
        return found

    def version_token_of(self, request, record):
        return version_token(record)

    def last_saved(self, record):
        saves = [record.versions.order_by("pk").last(), record.moves.order_by("at").last()]
        return max((Saved(row.by, row.at) for row in saves if row), key=lambda saved: saved.at, default=None)

    def changeform_view(self, request, *arguments, **options):
        try:
            return super().changeform_view(request, *arguments, **options)
        except Checked as checked:
            return answer(request, checked)

    def record_view(self, request, activity, object_id, form_url, context):
        """Shows or saves an activity as its draft has it, and stores what is saved of a published one as its draft.

        The rows of a draft are in the tables for the duration of the form alone: `save_related` raises
        DraftWritten after it has written them, which rolls them back.
        """
        if (
            request.method == "POST"
            and request.user.has_perm(CHANGE)
            and not may_change(activity, request.user)
        ):
            return locked_page(self, request, activity)
        shown = (request, activity, object_id, form_url, context)
        try:
            with transaction.atomic():
                return (
                    self._draft_view(*shown)
                    if activity.status == Status.PUBLISHED
                    else super().record_view(*shown)
                )
        except Unchanged:
            forget(self, request, activity.pk)
        except DraftWritten as written:
            logged = self.log_change(request, activity, written.message)
            save_draft(activity, written.rows, by=request.user, reason=logged.get_change_message())
        return self.response_change(request, activity)

    def _draft_view(self, request, activity, object_id, form_url, context):
        draft = getattr(activity, "working_copy", None)
        context["is_outdated"] = bool(draft and draft.is_outdated)
        with draft_applied(activity):
            response = super().record_view(request, activity, object_id, form_url, context)
            return response.render() if hasattr(response, "render") else response

    def response_change(self, request, obj):
        """Makes the transition whose button saved the form; the record is still locked."""
        if "move" not in request.POST:
            return super().response_change(request, obj)
        stored = Activity.objects.get(pk=obj.pk)
        return transitions.transition_of_form(self, request, stored)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        activity = form.instance
        if is_check(request):
            raise Checked(aside_of(request, form.instance))
        message = self.construct_change_message(request, form, formsets, add=not change)
        if done := typeset_in(form, formsets):
            text = _("Set in the texts: %(what)s.") % {"what": ", ".join(done)}
            self.message_user(request, text, messages.INFO)
        if change and "move" in request.POST and not message:
            raise Unchanged
        if activity.status == Status.PUBLISHED:
            raise DraftWritten(read_snapshot(activity), message)
        take_snapshot_if_changed(activity, message, by=request.user)
        publish_changes(Activity.objects.filter(pk=activity.pk))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if is_check(request):
            raise Checked(aside_of_invalid(request, context))
        if obj:
            context["moves"] = transitions.transition_buttons(request, obj)
            context["withdraws"] = any(move == "withdraw" for move, *_rest in context["moves"])
            context |= aside_of(request, obj)
            context["comments"] = review.open_comments(obj)
            context["copy"] = getattr(obj, "working_copy", None)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changelist_view(self, request, extra_context=None):
        context = {"may_export": self.has_change_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def history_view(self, request, object_id, extra_context=None):
        return history.history_view(self, request, object_id, extra_context)
