from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UploadQuerySet(models.QuerySet):
    def forgotten(self):
        """Those that nobody confirmed while they were of use."""
        return self.filter(confirmed_at=None, task=None, at__lt=timezone.now() - Upload.KEPT)

    def pending(self):
        """Those that are being taken over, or could not be."""
        return self.filter(confirmed_at=None).exclude(task=None, refusal="")


class Upload(models.Model):
    """A spreadsheet that was brought back: what its cells say, by whom and when, and whether it was confirmed.

    Between the first look and the confirmation it waits here, for whatever process answers next, and then for
    the worker that takes it over. Those that were confirmed stay.
    """

    KEPT = timedelta(days=7)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    name = models.CharField(_("name of the file"), max_length=200)
    # As `spreadsheets.reading.read` gives them.
    tables = models.JSONField(_("contents"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    written = models.PositiveIntegerField(_("entries written"), default=0)

    # What takes it over, once that was asked for, and why it did not, in words.
    task = models.UUIDField(null=True, editable=False)
    refusal = models.TextField(_("refused because"), blank=True, default="", editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("spreadsheet brought back")
        verbose_name_plural = _("spreadsheets brought back")
        ordering = ["-at"]

    def __str__(self):
        return self.name
