from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from .resuming import Resuming

admin.site.unregister(User)
# It would show the secrets; the accounts have an action to forget them.
admin.site.unregister(TOTPDevice)


@admin.register(User)
class AccountAdmin(Resuming, UserAdmin):
    """Roles are groups: who manages accounts can make nobody, nor themselves, a superuser."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Role"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    actions = ("end_sessions", "forget_second_factor")
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

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
        accounts = {str(user.pk) for user in queryset if self.has_change_permission(request, user)}
        ended = [
            session
            for session in Session.objects.filter(expire_date__gt=timezone.now())
            if session.get_decoded().get(SESSION_KEY) in accounts
        ]
        for session in ended:
            session.delete()
        text = ngettext("%(count)d session ended.", "%(count)d sessions ended.", len(ended))
        self.message_user(request, text % {"count": len(ended)}, messages.SUCCESS)

    @admin.action(description=_("Forget the second factor"), permissions=["change"])
    def forget_second_factor(self, request, queryset):
        accounts = [user for user in queryset if self.has_change_permission(request, user)]
        TOTPDevice.objects.filter(user__in=accounts).delete()
        for user in accounts:
            self.log_change(request, user, str(_("The second factor was forgotten.")))
        text = _("The next sign-in sets up a new one.")
        self.message_user(request, text, messages.SUCCESS)

    def has_change_permission(self, request, obj=None):
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        # Whoever wrote or moved an entry stays on record; an account that is no longer used is inactive.
        return False
