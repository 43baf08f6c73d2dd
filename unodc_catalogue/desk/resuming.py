from django.contrib.admin import site
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure

from . import carried


def page(request, site, brought, status=200):
    """Leads back to a form with all that was typed; nothing of it is saved before somebody saves it."""
    context = {
        **site.each_context(request),
        "title": _("What you wrote is still here"),
        carried.FIELD: brought,
        "resumed": carried.RESUMED,
    }
    return TemplateResponse(request, "admin/resume.html", context, status=status)


def sign_in(request, site, brought):
    """The sign-in page for a form whose session has ended, at the address of that form."""
    request.method = "GET"
    context = {
        carried.FIELD: brought,
        REDIRECT_FIELD_NAME: brought.path,
        "app_path": reverse("admin:login"),  # the page sends its own form to where it stands otherwise
    }
    return site.login(request, context)


def csrf_failure(request, reason=""):
    """A form of our own with an outdated token, as after signing in in another tab, is not lost.

    What another site sends gets no such help.
    """
    brought = None
    if carried.is_ours(request):
        # The sign-in page that another tab has made outdated brings what it carries.
        brought = carried.of_request(request) or carried.of_text(request.POST.get(carried.FIELD))
    if brought is None:
        return plain_csrf_failure(request, reason, "403_csrf.html")
    if not site.has_permission(request):
        return sign_in(request, site, brought)
    return page(request, site, brought, status=403)
