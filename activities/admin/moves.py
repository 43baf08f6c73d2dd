from django.contrib import admin, messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.editing.transitions import MOVES, make_move, open_moves
from unodc_catalogue.desk.unsaved_forms import RESUMED

from ..models import Activity
from .bulk_moves import MOST, shown

NAMES = {
    "submit": _("Submit for review"),
    "approve": _("Approve and publish"),
    "send_back": _("Send back to draft"),
    "discard": _("Give up the edit"),
    "withdraw": _("Withdraw"),
    "reopen": _("Reopen as draft"),
}


class Moves(admin.ModelAdmin):
    """Transitions of an activity: buttons on its page, actions on the list; `review` permits them on both."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        for move, name in NAMES.items():
            if request.user.has_perm(MOVES[move].permission):
                action = f"{move}_selected"
                actions[action] = (_action(move), action, str(name))
        return actions

    def get_urls(self):
        views = (("<int:pk>/move/", self.move_view, "move"), ("move/", self.bulk_move_view, "bulk_move"))
        own = [
            path(route, self.admin_site.admin_view(view), name=f"activities_activity_{name}")
            for route, view, name in views
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            moves = open_moves(obj, request.user)
            context["moves"] = [(move, NAMES[move], MOVES[move].needs_note) for move in moves]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def move_view(self, request, pk):
        """Applies one transition to one activity, in the version that its page showed."""
        activity = get_object_or_404(Activity, pk=pk)
        self._move(request, [(activity, request.POST.get("version_token", ""))])
        return HttpResponseRedirect(reverse("admin:activities_activity_change", args=[pk]))

    def bulk_move_view(self, request):
        """Applies one transition to several activities, each in the version on the confirmation page."""
        chosen = [number for number in request.POST.getlist("entry") if number.isdecimal()]
        activities = Activity.objects.filter(pk__in=chosen[:MOST])
        version_tokens = [
            (activity, request.POST.get(f"version_token-{activity.pk}", "")) for activity in activities
        ]
        self._move(request, version_tokens)
        return HttpResponseRedirect(reverse("admin:activities_activity_changelist"))

    def confirmation(self, request, activities, move):
        """Returns the confirmation page with the changes that a transition would publish or discard."""
        if activities.count() > MOST:
            text = _("At most %(most)d entries are moved at once: choose fewer.")
            self.message_user(request, text % {"most": MOST}, messages.WARNING)
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": NAMES[move],
            "move": move,
            "needs_note": MOVES[move].needs_note,
            "entries": shown(activities),
        }
        return render(request, "admin/activities/activity/bulk_move.html", context)

    def _move(self, request, version_tokens):
        """Applies the posted transition to each activity; reports why any of them is refused."""
        move, note = request.POST.get("move"), request.POST.get("note", "")
        if request.method != "POST" or move not in MOVES:
            raise BadRequest
        if RESUMED in request.POST:
            text = _("Nothing was moved while you signed in: make the move again. Your note: %(note)s")
            self.message_user(request, text % {"note": note or "–"}, messages.WARNING)
            return
        moved = 0
        for activity, seen in version_tokens:
            try:
                make_move(activity, move, by=request.user, note=note, seen=seen)
                moved += 1
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)
        if moved:
            said = ngettext("%(count)d entry moved.", "%(count)d entries moved.", moved)
            self.message_user(request, said % {"count": moved}, messages.SUCCESS)


def _action(move):
    def act(modeladmin, request, queryset):
        return modeladmin.confirmation(request, queryset, move)

    return act
