"""Suggestions for the paragraphs of a report: a list to decide on many, and a page for each paragraph."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.curation.reports.deciding import DECIDE, decide

from ..models import Suggestion
from ..models.source_text import State
from .audit import ReadOnly

# The text of the report is not published: users who may not see it see no suggestion, which quotes it.
TEXT = "activities.view_paragraphtext"
DECISIONS = {
    "accept": (State.ACCEPTED, _("Accept")),
    "dismiss": (State.DISMISSED, _("Dismiss")),
    "reopen": (State.OPEN, _("Reopen")),
}


class ParagraphFilter(admin.SimpleListFilter):
    """Filters by a typed number: a report has a hundred paragraphs, too many for links."""

    title = _("paragraph")
    parameter_name = "paragraph"
    template = "admin/activities/suggestion/paragraph_filter.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        # Submitted with the number, so that the other filters stay.
        self.others = [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in (self.parameter_name, "p")
        ]

    def lookups(self, request, model_admin):
        return [(self.parameter_name, self.title)]

    def choices(self, changelist):
        return [{"number": self.value() or "", "others": self.others}]

    def queryset(self, request, queryset):
        number = self.value()
        if not number:
            return queryset
        # smallint in the database: no paragraph has a longer number
        return (
            queryset.filter(paragraph__number=number)
            if number.isdecimal() and len(number) < 5
            else queryset.none()
        )


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnly):
    """Lists suggestions read-only: they are accepted or dismissed, never edited."""

    list_display = ("proposal", "kind", "in_its_words", "of_paragraph", "decision", "by", "at")
    list_filter = ("state", "kind", ParagraphFilter, "paragraph__report")
    search_fields = ("words",)
    list_per_page = 50
    readonly_fields = ("proposal", "in_its_words", "of_paragraph")
    fields = ("proposal", "kind", "in_its_words", "of_paragraph", "state", "by", "at")

    class Media:
        css = {"all": ["css/desk.css"]}

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(TEXT) and super().has_view_permission(request, obj)

    def get_queryset(self, request):
        rows: Any = super().get_queryset(request)
        return rows.with_records().select_related("paragraph__report").in_text_order()

    def get_actions(self, request):
        actions = super().get_actions(request)
        if request.user.has_perm(DECIDE):
            for name, (_state, label) in DECISIONS.items():
                actions[name] = (_action(name), name, str(label))
        return actions

    @admin.display(description=_("proposal"))
    def proposal(self, suggestion):
        return suggestion.proposal

    @admin.display(description=_("state"), ordering="state")
    def decision(self, suggestion):
        """Displays the state with a hidden copy of it, which an action sends back to detect changes."""
        shown = suggestion.get_state_display(), suggestion.pk, suggestion.state
        return format_html('{}<input type="hidden" name="state-{}" value="{}">', *shown)

    @admin.display(description=_("in the text"))
    def in_its_words(self, suggestion):
        return format_html("{}<mark>{}</mark>{}", *suggestion.surroundings)

    @admin.display(description=_("paragraph"), ordering="paragraph__number")
    def of_paragraph(self, suggestion):
        address = reverse("admin:activities_paragraph_reading", args=[suggestion.paragraph_id])
        return format_html('<a href="{}">{}</a>', address, suggestion.paragraph)


def decide_on(modeladmin, request, suggestions, decision):
    """Decides on the suggestions whose state is still the one displayed, and reports the others.

    PermissionDenied for users who may not edit activities.
    """
    state, _label = DECISIONS[decision]
    with transaction.atomic():
        rows = suggestions.model.objects.filter(pk__in=suggestions.values("pk")).select_for_update()
        stored = dict(rows.values_list("pk", "state"))
        # Rows that a page did not show, as with "select all results", are decided on in their current state.
        taken = [pk for pk, now in stored.items() if request.POST.get(f"state-{pk}", now) != now]
        number = decide(rows.exclude(pk__in=taken), state, by=request.user)
    if taken:
        names = ", ".join(map(str, rows.model.objects.filter(pk__in=taken).with_records()))
        left = _("Decided by somebody else in the meantime, and left unchanged: %(names)s")
        modeladmin.message_user(request, left % {"names": names}, messages.WARNING)
    text = ngettext("%(count)d suggestion changed.", "%(count)d suggestions changed.", number)
    modeladmin.message_user(request, text % {"count": number})


def _action(decision):
    def act(modeladmin, request, queryset):
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        decide_on(modeladmin, request, Suggestion.objects.filter(pk__in=queryset.values("pk")), decision)

    return act
