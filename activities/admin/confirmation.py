"""Shows an uploaded spreadsheet: the changes it would make, the progress of the import, the result."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks.base import TaskResultStatus

from activities.curation.spreadsheets import ask_for, compare, give_up

from ..background.progress import Progress, progress
from ..models import Upload
from .plans import plan_context

LIST = "admin:activities_activity_changelist"


class Stage(NamedTuple):
    """The state of an upload, from the comparison to the end of the import."""

    name: str  # "plan", "open", "failed", "done"
    progress: Progress = Progress(TaskResultStatus.READY)


def stage(upload) -> Stage:
    if upload.confirmed_at:
        return Stage("done")
    if upload.task is None:
        return Stage("plan")
    found = progress(upload.task)
    if found.is_open:
        return Stage("open", found)
    # The task may have ended between the two queries.
    upload.refresh_from_db(fields=["confirmed_at", "written", "refusal", "task"])
    if upload.confirmed_at or upload.task is None:
        return stage(upload)
    return Stage("failed", found)


def plan_page(request, upload):
    """Returns the name of the template and its context."""
    found = stage(upload)
    context = {"upload": upload, "title": upload.name}
    match found.name:
        case "done":
            return "taken_over", context | {"text": _done(upload)}
        case "open":
            return "progress", context | {"text": in_words(found.progress), "progress": found.progress}
    refusal = upload.refusal if found.name == "plan" else _failed()
    return "plan", context | {"refusal": refusal, **plan_context(compare(upload.tables, by=request.user))}


def decide(model_admin, request, upload):
    try:
        if "give_up" in request.POST:
            give_up(upload)
            model_admin.message_user(request, _("Nothing was applied."), messages.INFO)
            return HttpResponseRedirect(reverse(LIST))
        ask_for(upload, shown=request.POST.get("shown", ""), by=request.user)
    except Upload.DoesNotExist as error:  # discarded in another window
        raise Http404 from error
    except ValidationError as error:
        model_admin.message_user(request, " ".join(error.messages), messages.ERROR)
    return HttpResponseRedirect(request.path)


def progress_of(upload):
    """Returns the progress for the script of the page: `open` while the import is waiting or running."""
    found = stage(upload)
    if found.name != "open":
        return {"open": False}
    now = found.progress
    return {"open": True, "done": now.done, "total": now.total, "text": in_words(now)}


def in_words(now: Progress) -> str:
    if now.status == TaskResultStatus.READY:
        if now.is_late:
            return _(
                "It is still waiting. If this continues, inform your administrator that no worker is running."
            )
        return _("It is waiting in the queue.")
    if not now.total:
        return _("It is being compared with the catalogue again.")
    text = ngettext(
        "%(done)d of %(total)d activity is written.",
        "%(done)d of %(total)d activities are written.",
        now.total,
    )
    return text % {"done": now.done, "total": now.total}


def _done(upload):
    text = ngettext(
        "%(count)d activity was changed or created: check it, then submit it for review.",
        "%(count)d activities were changed or created: check them, then submit them for review.",
        upload.written,
    )
    return text % {"count": upload.written}


def _failed():
    return _(
        "An error in the catalogue interrupted it and nothing was written. Try again; if it fails again, inform your administrator."
    )
