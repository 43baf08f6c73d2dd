from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .activity import Activity
from .base import one_of
from .vocabulary import Status


class Move(models.Model):
    """A transition of an activity from one status to another: who made it, when, and with what note."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="moves", verbose_name=_("activity"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    origin = models.CharField(_("from"), max_length=10, choices=Status)
    target = models.CharField(_("to"), max_length=10, choices=Status)
    note = models.TextField(_("note"), blank=True)
    of_copy = models.BooleanField(
        _("of the edit"),
        default=False,
        help_text=_("A transition of the edit; the activity itself remained published."),
    )

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ["activity", "at"]
        constraints = [
            one_of("origin", Status, "move_origin_known"),
            one_of("target", Status, "move_target_known"),
        ]

    def __str__(self):
        return f"{self.activity.ref}: {self.get_origin_display()} → {self.get_target_display()}"


class Change(models.TextChoices):
    """The effects of a change that readers can see."""

    PUBLISHED = "published", _("activity published")
    CHANGED = "changed", _("activity changed")
    WITHDRAWN = "withdrawn", _("activity withdrawn")


class Version(models.Model):
    """A snapshot of an activity or of its draft, with the related rows, as one change left it.

    Versions are never deleted, nor are their activities: deletion is withdrawal. `rows` are serialized as
    those of a working copy; None in versions that are older than this table.
    """

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="versions", verbose_name=_("activity")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    of_copy = models.BooleanField(
        _("of the edit"),
        default=False,
        help_text=_("Belongs to an edit; the activity itself remained published."),
    )
    change = models.CharField(
        _("what readers saw of it"), max_length=10, blank=True, default="", choices=Change
    )
    rows = models.JSONField(_("contents"), encoder=DjangoJSONEncoder, null=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["activity", "pk"]
        constraints = [
            one_of("status", Status, "version_status_known"),
            models.CheckConstraint(condition=Q(change__in=["", *Change.values]), name="version_change_known"),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="version_seen", condition=~Q(change="")),
        ]

    def __str__(self):
        return f"{self.activity.ref}: {date_format(localtime(self.at), 'SHORT_DATETIME_FORMAT')}"


class WorkingCopy(models.Model):
    """The draft of a published activity: readers see the activity itself until the draft is approved.

    `rows` are the activity and its related rows, as Django serializes them. No page, search or export reads
    this table: nothing of a draft can be shown by mistake.
    """

    activity = models.OneToOneField(
        Activity, models.CASCADE, related_name="working_copy", verbose_name=_("activity")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    rows = models.JSONField(_("contents"), encoder=DjangoJSONEncoder)
    based_on = models.DateTimeField(
        help_text="When the published activity was last changed, as the copy knows."
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("edited by")
    )
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"))

    class Meta:
        verbose_name = _("edit of a published activity")
        verbose_name_plural = _("edits of published activities")
        ordering = ["edited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.IN_REVIEW]), name="working_copy_is_not_published"
            ),
        ]

    def __str__(self):
        return self.activity.ref

    @property
    def is_outdated(self):
        """True if the published activity has changed since, as a load from files may do."""
        return self.based_on != self.activity.updated_at
