from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .activity import Activity
from .base import one_of
from .vocabulary import Status


class Move(models.Model):
    """One step of an entry from a status to another: who, when, and the note that went with it."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="moves", verbose_name=_("activity"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    origin = models.CharField(_("from"), max_length=10, choices=Status)
    target = models.CharField(_("to"), max_length=10, choices=Status)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["activity", "at"]
        constraints = [
            one_of("origin", Status, "move_origin_known"),
            one_of("target", Status, "move_target_known"),
        ]

    def __str__(self):
        return f"{self.activity.ref}: {self.get_origin_display()} → {self.get_target_display()}"
