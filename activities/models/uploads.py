from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UploadQuerySet(models.QuerySet):
    def forgotten(self):
        """Returns the uploads that were neither confirmed nor queued within KEPT."""
        return self.filter(confirmed_at=None, task=None, at__lt=timezone.now() - Upload.KEPT)

    def pending(self):
        """Returns the uploads that are being applied, or could not be."""
        return self.filter(confirmed_at=None).exclude(task=None, refusal="")


class Upload(models.Model):
    """An uploaded spreadsheet: its cells, who uploaded it and when, and whether it was confirmed.

    It is stored here from the preview to the confirmation, for whichever process answers next, and then for
    the worker that applies it. Confirmed uploads are not deleted.
    """

    KEPT = timedelta(days=7)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    name = models.CharField(_("name of the file"), max_length=200)
    # As `spreadsheets.upload.read_upload` returns them.
    tables = models.JSONField(_("contents"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    written = models.PositiveIntegerField(_("activities written"), default=0)

    # The task that applies it, once requested, and the reason why it did not, in words.
    task = models.UUIDField(null=True, editable=False)
    refusal = models.TextField(_("refused because"), blank=True, default="", editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded spreadsheet")
        verbose_name_plural = _("uploaded spreadsheets")
        ordering = ["-at"]

    def __str__(self):
        return self.name
