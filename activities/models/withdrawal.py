from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .activity import Activity
from .base import Curated, localised
from .vocabulary import LONGEST_REF, REF


class Withdrawal(Curated):
    """The successor of a withdrawn activity, or the reason why it was withdrawn.

    It names its activity by the ref alone: a ref stays issued although a new database never had its activity.
    """

    ref = models.CharField(_("reference"), max_length=LONGEST_REF, unique=True)
    replaced_by = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
        help_text=_("The published activity to which the pages of the withdrawn one lead."),
    )
    reason_fr = models.TextField(_("reason in French"), blank=True)
    reason_en = models.TextField(_("reason in English"), blank=True)

    NATURAL_KEY = ("ref",)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["ref"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ref__regex=f"^{REF}$"),
                name="withdrawal_ref_well_formed",
                violation_error_message=_("A reference is written as 2021-026-1."),
            ),
            models.CheckConstraint(
                condition=(Q(replaced_by__isnull=False) & Q(reason_fr="", reason_en=""))
                | (Q(replaced_by__isnull=True) & ~Q(reason_fr="") & ~Q(reason_en="")),
                name="withdrawal_has_a_successor_or_a_reason",
                violation_error_message=_(
                    "A withdrawal names the activity that replaces it, or its reason in both languages."
                ),
            ),
        ]

    def __str__(self):
        return self.ref

    @property
    def reason(self):
        return localised(self, "reason")
