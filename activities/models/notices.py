from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import one_of


class Event(models.TextChoices):
    """The kinds of change to an account."""

    MADE = "made", _("account created")
    ROLE = "role", _("role changed")
    DETAILS = "details", _("name or e-mail address changed")
    LINK = "link", _("link to set the password created")
    LINK_USED = "link_used", _("password set with a link")
    PASSWORD = "password", _("password changed")
    SECOND_FACTOR = "second_factor", _("second factor removed")
    SESSIONS = "sessions", _("sessions ended")


class Notice(models.Model):
    """Informs a user, on the first page of the admin, of a change to an account, until they dismiss it.

    The record of changes has the same for good: a notice is for those who would not look there.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("recipient")
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    event = models.CharField(_("event"), max_length=20, choices=Event)
    # The old and new values, as in the record of changes; never a password.
    changes = models.JSONField(_("changes"), default=list)
    at = models.DateTimeField(_("at"), default=timezone.now)
    dismissed_at = models.DateTimeField(_("dismissed"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            one_of("event", Event, "notice_event_known"),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-at"], name="notice_open", condition=models.Q(dismissed_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.account}: {self.get_event_display()}"
