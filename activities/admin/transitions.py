"""Transitions of an activity: buttons on its page, actions on the list; both ask `make_move` for permission."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.editing.transitions import MOVES, make_move, open_moves
from unodc_catalogue.desk.carried import RESUMED

from ..models import Activity
from .bulk_transitions import MOST, shown
from .pages import render_page

NAMES = {
    "submit": _("Submit for review"),
    "approve": _("Approve and publish"),
    "send_back": _("Send back to draft"),
    "discard": _("Give up the edit"),
    "withdraw": _("Withdraw"),
    "reopen": _("Reopen as draft"),
}


def transition_actions(request):
    """Returns the actions of the list for the transitions that the user may make, as `get_actions` does."""
    return {
        f"{move}_selected": (_action(move), f"{move}_selected", str(name))
        for move, name in NAMES.items()
        if request.user.has_perm(MOVES[move].permission)
    }


def transition_buttons(request, activity):
    """Returns (transition, its name, needs a note) for the page of an activity."""
    return [(move, NAMES[move], MOVES[move].needs_note) for move in open_moves(activity, request.user)]


def transition_view(modeladmin, request, pk):
    """Applies one transition to one activity, in the version that its page showed."""
    activity = get_object_or_404(Activity, pk=pk)
    _apply(modeladmin, request, [(activity, request.POST.get("version_token", ""))])
    return HttpResponseRedirect(reverse("admin:activities_activity_change", args=[pk]))


def bulk_transition_view(modeladmin, request):
    """Applies one transition to several activities, each in the version on the confirmation page."""
    chosen = [number for number in request.POST.getlist("entry") if number.isdecimal()]
    activities = Activity.objects.filter(pk__in=chosen[:MOST])
    shown_tokens = [
        (activity, request.POST.get(f"version_token-{activity.pk}", "")) for activity in activities
    ]
    _apply(modeladmin, request, shown_tokens)
    return HttpResponseRedirect(reverse("admin:activities_activity_changelist"))


def _action(move):
    def act(modeladmin, request, queryset):
        return _confirmation(modeladmin, request, queryset, move)

    return act


def _confirmation(modeladmin, request, activities, move):
    """Returns the confirmation page with the changes that a transition would publish or discard."""
    if activities.count() > MOST:
        text = _("At most %(most)d entries are moved at once: choose fewer.")
        modeladmin.message_user(request, text % {"most": MOST}, messages.WARNING)
        return None
    context = {
        "title": NAMES[move],
        "move": move,
        "needs_note": MOVES[move].needs_note,
        "entries": shown(activities),
    }
    return render_page(modeladmin, request, "activity/bulk_move", context)


def _apply(modeladmin, request, shown_tokens):
    """Applies the posted transition to each (activity, version token); reports why any of them is refused."""
    move, note = request.POST.get("move"), request.POST.get("note", "")
    if request.method != "POST" or move not in MOVES:
        raise BadRequest
    if RESUMED in request.POST:
        text = _("Nothing was moved while you signed in: make the move again. Your note: %(note)s")
        modeladmin.message_user(request, text % {"note": note or "–"}, messages.WARNING)
        return
    moved = 0
    for activity, token in shown_tokens:
        try:
            make_move(activity, move, by=request.user, note=note, seen=token)
            moved += 1
        except ValidationError as error:
            modeladmin.message_user(request, " ".join(error.messages), messages.WARNING)
    if moved:
        said = ngettext("%(count)d entry moved.", "%(count)d entries moved.", moved)
        modeladmin.message_user(request, said % {"count": moved}, messages.SUCCESS)
