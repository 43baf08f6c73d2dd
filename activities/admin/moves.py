from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from unodc_catalogue.desk.carried import RESUMED

from ..models import Activity
from ..review import MOVES, make_move, open_moves

NAMES = {
    "submit": _("Submit for review"),
    "approve": _("Approve and publish"),
    "send_back": _("Send back to draft"),
    "discard": _("Give up the edit"),
    "withdraw": _("Withdraw"),
    "reopen": _("Reopen as draft"),
}


class NoteForm(ActionForm):
    note = forms.CharField(label=_("note"), required=False)


class Moves(admin.ModelAdmin):
    """The moves of an entry: buttons on its page, actions on the list; `review` decides on both."""

    action_form = NoteForm

    def get_actions(self, request):
        actions = super().get_actions(request)
        for move, name in NAMES.items():
            if request.user.has_perm(MOVES[move].permission):
                action = f"{move}_selected"
                actions[action] = (_action(move), action, str(name))
        return actions

    def get_urls(self):
        view = self.admin_site.admin_view(self.move_view)
        return [path("<int:pk>/move/", view, name="activities_activity_move"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            moves = open_moves(obj, request.user)
            context["moves"] = [(move, NAMES[move], MOVES[move].needs_note) for move in moves]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def move_view(self, request, pk):
        """One move of one entry, as its page was shown."""
        activity = get_object_or_404(Activity, pk=pk)
        move = request.POST.get("move")
        if request.method != "POST" or move not in MOVES:
            raise BadRequest
        note, seen = request.POST.get("note", ""), request.POST.get("edition", "")
        if RESUMED in request.POST:
            text = _("Nothing was moved while you signed in: make the move again. Your note: %(note)s")
            self.message_user(request, text % {"note": note or "–"}, messages.WARNING)
        elif self.move_all(request, [activity], move, note, seen) is False:
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:activities_activity_change", args=[pk]))

    def move_all(self, request, activities, move, note, seen=None):
        """Moves what can be moved and says of the others why not; False for a move one may not make."""
        moved = 0
        for activity in activities:
            try:
                make_move(activity, move, by=request.user, note=note, seen=seen)
                moved += 1
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)
            except PermissionDenied:
                return False
        if moved:
            text = ngettext("%(count)d entry moved.", "%(count)d entries moved.", moved)
            self.message_user(request, text % {"count": moved}, messages.SUCCESS)
        return True


def _action(move):
    def act(modeladmin, request, queryset):
        if modeladmin.move_all(request, queryset, move, request.POST.get("note", "")) is False:
            modeladmin.message_user(request, _("You may not make this move."), messages.ERROR)

    return act
