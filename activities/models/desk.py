"""Work that is not saved yet, and what reviewers write to each other: no reader sees any of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .activity import Activity
from .review import Move


class TypedForm(models.Model):
    """Holds the unsaved input of one user in one form of the admin; it belongs to that user alone.

    It never reaches the record by itself: its user restores it into the form, checks it and saves. Deleted when
    the form is saved or its user discards it, and by the worker after some days.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField(max_length=200, help_text="The model's label and the pk, or “add”.")
    fields = models.JSONField(help_text="{name: values}, as the form would send them.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="typed_form_once")]

    def __str__(self):
        return self.page


class Comment(models.Model):
    """A reviewer's remark on one field of an activity, or an answer to one; closed once it is dealt with."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="comments")
    answers = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    place = models.CharField(_("field"), max_length=300)
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.activity.ref}: {self.place}"


class Override(models.Model):
    """A fault with which an editor approved an activity all the same, and the reason."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="overrides")
    fault = models.TextField(_("fault"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("fault accepted")
        verbose_name_plural = _("faults accepted")
        ordering = ["pk"]

    def __str__(self):
        return self.fault
