from django.contrib.admin import site
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure

from . import unsaved_forms


def page(request, site, unsaved, status=200):
    """Returns a page that leads back to the form with everything typed, none of it saved yet."""
    context = {
        **site.each_context(request),
        "title": _("What you wrote is still here"),
        unsaved_forms.FIELD: unsaved,
        "resumed": unsaved_forms.RESUMED,
    }
    return TemplateResponse(request, "admin/resume.html", context, status=status)


def sign_in(request, site, unsaved):
    """Returns the sign-in page for a form whose session has ended, at the URL of that form."""
    request.method = "GET"
    context = {
        unsaved_forms.FIELD: unsaved,
        REDIRECT_FIELD_NAME: unsaved.path,
        "app_path": reverse("admin:login"),  # otherwise the page posts its form to its own URL
    }
    return site.login(request, context)


def csrf_failure(request, reason=""):
    """Recovers a form of our own with an outdated CSRF token, as after a sign-in in another tab.

    Requests from other sites get Django's plain refusal.
    """
    unsaved = None
    if unsaved_forms.is_ours(request):
        # A sign-in page made outdated by another tab sends the form in its hidden field.
        unsaved = unsaved_forms.of_request(request) or unsaved_forms.of_text(
            request.POST.get(unsaved_forms.FIELD)
        )
    if unsaved is None:
        return plain_csrf_failure(request, reason, "403_csrf.html")
    if not site.has_permission(request):
        return sign_in(request, site, unsaved)
    return page(request, site, unsaved, status=403)
