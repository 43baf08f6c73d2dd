"""Links by which users set their own password; the administrator who passes one on never knows it."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.db.models import Max
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from ..models import Notice
from ..models.notices import Event
from .notices import notify


class LinkTokens(PasswordResetTokenGenerator):
    """Generates tokens that expire on use, after PASSWORD_RESET_TIMEOUT, with a newer link or the account."""

    key_salt = "activities.admin.links"

    def check_token(self, user, token):
        return bool(user and user.is_active) and super().check_token(user, token)

    def _make_hash_value(self, user, timestamp):
        newest = _links(user).aggregate(newest=Max("pk"))["newest"]
        return f"{super()._make_hash_value(user, timestamp)}|{newest}|{user.is_staff}|{user.is_superuser}"


tokens = LinkTokens()


def _links(user):
    return Notice.objects.filter(account=user, event=Event.LINK)


@transaction.atomic
def make_link(request, user):
    """Returns a new absolute link.

    Logs who made it, and notifies the user and the other administrators.
    """
    notify(Event.LINK, user, by=request.user)
    _record(request.user, user, _("A link to set the password was created."))
    arguments = [urlsafe_base64_encode(force_bytes(user.pk)), tokens.make_token(user)]
    return request.build_absolute_uri(reverse("admin:auth_user_set_password", args=arguments))


def own_password_changed(user):
    notify(Event.PASSWORD, user, by=user)
    _record(user, user, _("The password was changed by its owner."))


def _record(by, user, message):
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, str(message), single_object=True)


class SetPasswordView(PasswordResetConfirmView):
    """Sets the password of a link's user. Their second factor stays; all their sessions end."""

    template_name = "admin/auth/user/set_password.html"
    success_url = reverse_lazy("admin:login")
    token_generator = tokens
    admin_site: Any = None

    @method_decorator(transaction.atomic)
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        if user and self.request.method == "POST":
            # Of two concurrent POSTs, the second finds the link used.
            return User.objects.select_for_update().get(pk=user.pk)
        return user

    def form_valid(self, form):
        response = super().form_valid(form)
        maker = _links(self.user).latest("pk").by
        notify(Event.LINK_USED, self.user, by=maker)
        # The user of the session is better evidence than the owner of the account.
        by = self.request.user if self.request.user.is_authenticated else self.user
        _record(
            by, self.user, _("The password was set with the link that %(by)s had created.") % {"by": maker}
        )
        return response

    def get_context_data(self, **kwargs):
        return {**self.admin_site.each_context(self.request), **super().get_context_data(**kwargs)}
