from typing import Any

from activities.editing.transitions import CHANGE, may_change
from activities.editing.versions import contents, keep_version
from activities.editing.working_copies import draft_applied, keep, version_token

from ..models.vocabulary import Status
from . import locked
from .cited import sources
from .conflicts import Saved
from .forms import EntryForm
from .guarded import Guarded
from .guidance import guidance
from .reading import TEXT


class Editing(Guarded):
    """Saves an activity without losing work: a published one as a draft, and never over a concurrent save."""

    form = EntryForm

    def is_copied(self, request):
        """True if this request saves into a draft."""
        return hasattr(request, "copied")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or may_change(obj, request.user))

    def version_token_of(self, request, record):
        return version_token(record)

    def last_saved(self, record):
        saves = [record.versions.order_by("pk").last(), record.moves.order_by("at").last()]
        return max((Saved(row.by, row.at) for row in saves if row), key=lambda saved: saved.at, default=None)

    def record_view(self, request, record, *arguments):
        if request.method == "POST" and self._was_taken(request, record):
            return locked.page(request, self, record)
        if record.status != Status.PUBLISHED:
            return super().record_view(request, record, *arguments)
        request.copied = {}
        # Read before the draft is applied, which changes the activity itself.
        copy = getattr(record, "working_copy", None)
        request.is_outdated = bool(copy and copy.is_outdated)
        with draft_applied(record):
            response = super().record_view(request, record, *arguments)
            if hasattr(response, "render"):
                response.render()
        if request.copied:
            self._keep(request, record)
        return response

    def _was_taken(self, request, activity):
        """True if the user can edit activities but not this one in its current state."""
        return request.user.has_perm(CHANGE) and not may_change(activity, request.user)

    def _keep(self, request, activity):
        entry = super().log_change(request, activity, request.copied["message"])
        keep(activity, request.copied["rows"], by=request.user, reason=entry.get_change_message())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["guidance"] = guidance(obj)
            context["sources"] = sources(obj) if request.user.has_perm(TEXT) else []
            context["copy"] = getattr(obj, "working_copy", None)
            context["is_outdated"] = getattr(request, "is_outdated", False)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def log_change(self, request, obj, message):
        if self.is_copied(request):
            # Written when the draft is stored: a log entry made now would be rolled back with the rows.
            request.copied = {"message": message, "rows": contents(obj)}
            return None
        return self._kept(request, obj, super().log_change(request, obj, message))

    def log_addition(self, request, obj, message):
        return self._kept(request, obj, super().log_addition(request, obj, message))

    def _kept(self, request, obj, entry: Any):
        last = obj.versions.filter(of_copy=False).order_by("pk").last()
        # A save that changes nothing writes no version, so that its user may still approve the activity.
        if last is None or last.rows != contents(obj):
            keep_version(obj, by=request.user, reason=entry.get_change_message())
        return entry
