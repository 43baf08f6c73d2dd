from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..models.notices import Event
from .audit import ReadOnly
from .conflicts import changed_fields
from .links import SetPasswordView, make_link
from .notices import MANAGE, dismiss_view, notify
from .resuming import unsaved_if_resumed

admin.site.unregister(User)
admin.site.unregister(Group)
# Its pages would show the secrets; the accounts have an action that deletes them.
admin.site.unregister(TOTPDevice)

ROLE = ("is_active", "is_staff", "groups")


@admin.register(Group)
class RoleAdmin(ReadOnly):
    """Shows the roles, read-only: migrations set their permissions, so that nobody extends their own."""

    search_fields = ("name",)
    fields = ("name", "permissions")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("permissions__content_type")


class NewAccountForm(forms.ModelForm):
    """Creates an account without a password: its owner sets one through a link."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups")
        field_classes = {"username": UsernameField}

    def clean(self):
        if any(name.startswith("password") for name in self.data):
            # A page opened before an upgrade may still send one.
            raise forms.ValidationError(_("Users set their own password, with a link."))
        return super().clean()

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("An account with this name already exists."))
        return username

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Manages the accounts; roles are groups.

    An account manager can make nobody a superuser, cannot change their own role, and sets nobody's password.
    """

    change_form_template = "admin/auth/user/change_form.html"
    add_form_template = None
    add_form: Any = NewAccountForm
    add_fieldsets = (
        (None, {"fields": ("username",)}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Role"), {"fields": ("groups",)}),
    )
    fieldsets = (
        (None, {"fields": ("username",)}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Role"), {"fields": ROLE}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    actions = ("end_sessions", "forget_second_factor")
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active")

    def get_urls(self):
        view = self.admin_site.admin_view
        set_password = SetPasswordView.as_view(admin_site=self.admin_site)
        return [
            path("<int:pk>/link/", view(self.link_view), name="auth_user_link"),
            path("notices/dismiss/", view(dismiss_view), name="auth_user_dismiss"),
            # For users who cannot sign in yet.
            path("password/<uidb64>/<token>/", set_password, name="auth_user_set_password"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            _require_administrator(request.user, of=object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        return unsaved_if_resumed(request, super().get_form(request, obj, change=change, **kwargs))

    def get_readonly_fields(self, request, obj=None):
        own = obj is not None and obj.pk == request.user.pk
        return (*super().get_readonly_fields(request, obj), *(ROLE if own else ()))

    @admin.display(description=_("role"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not settings.TWO_FACTOR:
            actions.pop("forget_second_factor", None)
        return actions

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_sessions(self, request, queryset):
        accounts = [user for user in queryset if self.has_change_permission(request, user)]
        number = _end_sessions(accounts)
        self._record(request, accounts, Event.SESSIONS, _("All sessions were ended."))
        text = ngettext("%(count)d session ended.", "%(count)d sessions ended.", number)
        self.message_user(request, text % {"count": number}, messages.SUCCESS)

    @admin.action(description=_("Remove the second factor"), permissions=["change"])
    def forget_second_factor(self, request, queryset):
        accounts = [user for user in queryset if self.has_change_permission(request, user)]
        TOTPDevice.objects.filter(user__in=accounts).delete()
        self._record(request, accounts, Event.SECOND_FACTOR, _("The second factor was removed."))
        text = _("The next sign-in sets up a new one.")
        self.message_user(request, text, messages.SUCCESS)

    def _record(self, request, accounts, event, message):
        for user in accounts:
            self.log_change(request, user, str(message))
            notify(event, user, by=request.user)

    def user_change_password(self, request, id, form_url=""):
        """Redirects to the form for one's own password; refuses to change anybody else's (403)."""
        if id == str(request.user.pk):
            return HttpResponseRedirect(reverse("admin:password_change"))
        raise PermissionDenied

    def link_view(self, request, pk):
        """Makes a link and shows it once, for the administrator to pass on."""
        user = get_object_or_404(User, pk=pk)
        if not self.may_make_link(request, user):
            raise PermissionDenied
        if request.method != "POST":
            raise BadRequest
        return self._link_page(request, user)

    def may_make_link(self, request, user):
        # A user changes their own password with the old one, without a link.
        return user.is_active and user.pk != request.user.pk and self.has_change_permission(request, user)

    def _link_page(self, request, user):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Link for %(name)s") % {"name": user},
            "account": user,
            "link": make_link(request, user),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
        return render(request, "admin/auth/user/link.html", context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_make_link"] = obj is not None and self.may_make_link(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._link_page(request, obj)

    def construct_change_message(self, request, form, formsets, add=False):
        """Returns a change message with the old and the new value of each changed field."""
        fields = [change.summary for change in changed_fields(form)]
        changed = [{"changed": {"fields": fields}}] if form.changed_data else []
        return [{"added": {}}, *changed] if add else changed

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        account, changes = form.instance, list(changed_fields(form))
        if not change:
            notify(Event.MADE, account, by=request.user, changes=[one.summary for one in changes])
            return
        role = [one.summary for one in changes if one.name in ROLE]
        details = [one.summary for one in changes if one.name not in ROLE]
        if role:
            # New permissions take effect with a new session; unsaved forms come back after the sign-in.
            _end_sessions([account])
            notify(Event.ROLE, account, by=request.user, changes=role)
        if details:
            notify(Event.DETAILS, account, by=request.user, changes=details)

    def has_change_permission(self, request, obj=None):
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        # Whoever edited or approved an activity stays on record; an account no longer used is made inactive.
        return False


def _require_administrator(user, *, of):
    """Locks the user and the account `of`, and refuses users who have lost their role since they signed in (403).

    Of two administrators who deactivate each other at the same moment, the second is refused.
    """
    accounts = User.objects.filter(Q(pk=user.pk) | Q(pk=of if of.isdecimal() else None))
    locked = accounts.select_for_update(no_key=True).order_by("pk")
    if not any(account.pk == user.pk and account.has_perm(MANAGE) for account in locked):
        raise PermissionDenied


@transaction.atomic
def _end_sessions(accounts) -> int:
    """Deletes every session of these accounts and returns how many there were."""
    keys = {str(user.pk) for user in accounts}
    ended = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now())
        if session.get_decoded().get(SESSION_KEY) in keys
    ]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)
