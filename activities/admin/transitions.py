"""Offers the transitions of an activity as buttons on its page and actions on the list."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.editing import TRANSITIONS, make_transition, open_transitions, version_token
from unodc_catalogue.desk.unsaved_forms import RESUMED

from ..models import Activity, Withdrawal
from .bulk_transitions import MOST, confirmation_rows
from .pages import render_page

NAMES = {
    "submit": _("Submit for review"),
    "approve": _("Approve and publish"),
    "send_back": _("Send back to draft"),
    "recall": _("Recall the submission"),
    "confirm": _("Confirm what was changed in review"),
    "discard": _("Discard the edit"),
    "withdraw": _("Withdraw"),
    "reopen": _("Reopen as draft"),
}
# Those of the review page; the others belong to the form.
REVIEWING = ("submit", "approve", "send_back", "recall", "confirm")


def transition_actions(request):
    """Returns the actions of the list for the transitions that the user may make, as `get_actions` does."""
    return {
        f"{transition}_selected": (_action(transition), f"{transition}_selected", str(name))
        for transition, name in NAMES.items()
        if transition != "confirm" and request.user.has_perm(TRANSITIONS[transition].permission)
    }


def transition_buttons(request, activity):
    """Returns (transition, its name, needs a note) for the page of an activity."""
    return [
        (transition, NAMES[transition], TRANSITIONS[transition].needs_note)
        for transition in open_transitions(activity, request.user)
    ]


def transition_view(modeladmin, request, pk):
    """Applies one transition to one activity, in the version that its page showed."""
    activity = get_object_or_404(Activity, pk=pk)
    _apply(modeladmin, request, [(activity, request.POST.get("version_token", ""))])
    page = "review" if request.POST.get("back") == "review" else "change"
    return HttpResponseRedirect(reverse(f"admin:activities_activity_{page}", args=[pk]))


def transition_of_form(modeladmin, request, activity):
    """Applies the transition of a button that has saved the form: to what is stored now, its row being locked."""
    _apply(modeladmin, request, [(activity, version_token(activity))])
    return HttpResponseRedirect(reverse("admin:activities_activity_change", args=[activity.pk]))


def bulk_transition_view(modeladmin, request):
    """Applies one transition to several activities, each in the version on the confirmation page."""
    chosen = [number for number in request.POST.getlist("activity") if number.isdecimal()]
    activities = Activity.objects.filter(pk__in=chosen[:MOST])
    shown_tokens = [
        (activity, request.POST.get(f"version_token-{activity.pk}", "")) for activity in activities
    ]
    _apply(modeladmin, request, shown_tokens)
    return HttpResponseRedirect(reverse("admin:activities_activity_changelist"))


def _action(transition):
    def act(modeladmin, request, queryset):
        return _confirmation(modeladmin, request, queryset, transition)

    return act


def _confirmation(modeladmin, request, activities, transition):
    """Returns the confirmation page with the changes that a transition would publish or discard."""
    if activities.count() > MOST:
        text = _("The status of at most %(most)d activities can be changed at once: select fewer.")
        modeladmin.message_user(request, text % {"most": MOST}, messages.WARNING)
        return None
    context = {
        "title": NAMES[transition],
        "move": transition,
        "needs_note": TRANSITIONS[transition].needs_note,
        "approves": transition == "approve",
        "activities": confirmation_rows(activities, with_faults=transition == "approve"),
    }
    return render_page(modeladmin, request, "activity/bulk_move", context)


def _apply(modeladmin, request, shown_tokens):
    """Applies the posted transition to each (activity, version token); reports why any of them is refused."""
    transition, note = request.POST.get("move"), request.POST.get("note", "")
    if request.method != "POST" or transition not in TRANSITIONS:
        raise BadRequest
    if RESUMED in request.POST:
        text = _("No action was taken while you signed in: please repeat it. Your note: %(note)s")
        modeladmin.message_user(request, text % {"note": note or "–"}, messages.WARNING)
        return
    count = 0
    for activity, token in shown_tokens:
        try:
            withdrawal = _stated_withdrawal(request, activity) if transition == "withdraw" else None
            make_transition(
                activity, transition, by=request.user, note=note, token=token, withdrawal=withdrawal,
                accepted=_accepted(request, activity),
            )  # fmt: skip
            count += 1
        except ValidationError as error:
            modeladmin.message_user(request, " ".join(error.messages), messages.WARNING)
    if count:
        summary = ngettext(
            "The status of %(count)d activity was changed.",
            "The status of %(count)d activities was changed.",
            count,
        )
        modeladmin.message_user(request, summary % {"count": count}, messages.SUCCESS)


def _accepted(request, activity):
    """Returns {fault: reason} that the page of a review, or of several, states for an activity."""
    faults, reasons = (request.POST.getlist(f"{name}-{activity.pk}") for name in ("fault", "reason"))
    return dict(zip(faults, reasons, strict=False))


def _stated_withdrawal(request, activity):
    """Returns the unsaved Withdrawal that the form of the activity states, or None if it states nothing."""
    stated = {name: request.POST.get(name, "").strip() for name in ("replaced_by", "reason_fr", "reason_en")}
    if not any(stated.values()):
        return None
    ref = stated.pop("replaced_by")
    successor = Activity.objects.filter(ref=ref).first()
    if ref and successor is None:
        raise ValidationError(_("There is no activity %(ref)s.") % {"ref": ref})
    return Withdrawal(ref=activity.ref, replaced_by=successor, **stated)
