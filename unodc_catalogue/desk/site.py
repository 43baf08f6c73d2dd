import time
from functools import update_wrapper
from http import HTTPStatus

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import QueryDict
from django.utils.decorators import method_decorator

from activities.search.parameters import see_only

from ..rates import seconds_to_wait
from ..refusals import refuse
from . import resuming, second_factor, unsaved_forms

LONGEST_NEXT = 2000  # characters of a URL that the sign-in page redirects to


def _redirect_parameter(params):
    """Returns the redirect parameter alone, of those of the sign-in page, which repeats its query."""
    wanted = QueryDict(mutable=True)
    if 0 < len(address := params.get(REDIRECT_FIELD_NAME, "")) <= LONGEST_NEXT:
        wanted[REDIRECT_FIELD_NAME] = address
    return wanted


class CatalogueAdminSite(AdminSite):
    """Requires a second factor if TWO_FACTOR is set, and recovers forms when a session ends."""

    enable_nav_sidebar = False  # lists need the space, and the desk links everywhere

    def has_permission(self, request):
        return super().has_permission(request) and not self._awaits_second_factor(request)

    def _awaits_second_factor(self, request):
        # A user signed in by this very request has not passed a second factor yet.
        verified = getattr(request.user, "otp_device", None) is not None
        return settings.TWO_FACTOR and super().has_permission(request) and not verified

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def inner(request, *arguments, **named):
            is_refused = request.method == "POST" and not self.has_permission(request)
            if is_refused and (unsaved := unsaved_forms.of_request(request)):
                return resuming.sign_in(request, self, unsaved)
            return guarded(request, *arguments, **named)

        return update_wrapper(inner, guarded)

    @method_decorator(transaction.atomic)
    def password_change(self, request, extra_context=None):
        """Notifies the user that their own password was changed: their session may have been stolen."""
        from activities.admin.links import own_password_changed  # the accounts are registered with this site

        response = super().password_change(request, extra_context)
        if response.status_code == HTTPStatus.FOUND:
            own_password_changed(request.user)
        return response

    def login(self, request, extra_context=None):
        see_only(request, _redirect_parameter(request.GET))
        unsaved = (extra_context or {}).get(unsaved_forms.FIELD) or unsaved_forms.of_text(
            request.POST.get(unsaved_forms.FIELD)
        )
        if "sign_out" in request.POST:
            return self.logout(request)
        if request.method == "POST" and (wait := seconds_to_wait(request, "SIGN_IN_RATE")):
            return refuse(request, 429, wait=wait, template="429.html")
        if self._awaits_second_factor(request):
            return second_factor.ask(request, self, unsaved)
        response = super().login(request, {**(extra_context or {}), unsaved_forms.FIELD: unsaved})
        if response.status_code != HTTPStatus.FOUND or request.method != "POST":
            return response
        request.session["began"] = time.time()
        if self._awaits_second_factor(request):
            return second_factor.ask(request, self, unsaved)
        return resuming.page(request, self, unsaved) if unsaved else response
