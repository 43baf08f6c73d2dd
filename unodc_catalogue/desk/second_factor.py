"""The second factor (TOTP, RFC 6238): required after the password, and set up by users who have none yet."""

import segno
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django_otp import login
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import resuming, unsaved_forms


def ask(request, site, unsaved):
    """Returns the page of the second factor; `unsaved` is the form that is resumed after a correct code."""
    device = _device(request.user)
    error = ""
    if "token" in request.POST:
        if _verify(device, request.POST["token"]):
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            login(request, device)
            # A session key or CSRF token stolen before this point is now useless.
            request.session.cycle_key()
            rotate_token(request)
            return resuming.page(request, site, unsaved) if unsaved else redirect(_next(request))
        error = _("This code is incorrect, or was tried too often. Wait for the next one and try again.")
    context = {
        **site.each_context(request),
        "title": _("Second factor"),
        "is_new": not device.confirmed,
        "error": error,
        "code": mark_safe(_qr_code(device)),  # noqa: S308  # nosec  drawn here, from our own otpauth URL
        "key": _key_to_type(device),
        unsaved_forms.FIELD: unsaved,
        "next": _next(request),
    }
    return TemplateResponse(request, "admin/second_factor.html", context)


def _device(user):
    """Returns the user's device, else a new one, confirmed by its first correct code."""
    found = TOTPDevice.objects.filter(user=user).order_by("-confirmed", "pk").first()
    return found or TOTPDevice.objects.create(user=user, name="TOTP", confirmed=False)


@transaction.atomic
def _verify(device, token):
    """Verifies a code under a row lock, so that it counts once and parallel wrong guesses are all counted."""
    device = TOTPDevice.objects.select_for_update().get(pk=device.pk)
    allowed, _why = device.verify_is_allowed()
    return allowed and device.verify_token(token.replace(" ", ""))


def _qr_code(device):
    """Returns the otpauth URL as a QR code (SVG without inline style); empty once the device is confirmed."""
    if device.confirmed:
        return ""
    return segno.make(device.config_url, error="m").svg_inline(scale=5, border=4, light="#fff", dark="#000")


def _key_to_type(device):
    """Returns the key to type by hand: base32, in groups of four."""
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _next(request):
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else resolve_url("admin:index")
