"""The text of a report, for the analysts, and the suggestions recognized in it.

Nothing here is published: no page, file or dump of the catalogue reads these tables.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .base import one_of
from .figures import Qualifier, amount
from .places import Country, Locality, Region
from .sources import Paragraph
from .taxonomy import Partner, Programme

CONTEXT = 60  # characters shown before and after the words of a suggestion
RECORDS = ("country", "locality", "region", "programme", "partner")


class ParagraphText(models.Model):
    """The text of a paragraph, word for word."""

    paragraph = models.OneToOneField(
        Paragraph, models.CASCADE, primary_key=True, related_name="source_text", verbose_name=_("paragraph")
    )
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a paragraph")
        verbose_name_plural = _("texts of paragraphs")
        default_permissions = ("view",)

    def __str__(self):
        return str(self.paragraph)


class Kind(models.TextChoices):
    COUNTRY = "country", _("country")
    LOCALITY = "locality", _("locality")
    REGION = "region", _("region")
    PROGRAMME = "programme", _("programme")
    PARTNER = "partner", _("partner")
    NUMBER = "number", _("quantity")


class State(models.TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DISMISSED = "dismissed", _("dismissed")


class SuggestionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=State.OPEN)

    def decided(self):
        return self.exclude(state=State.OPEN)

    def accepted(self):
        return self.filter(state=State.ACCEPTED)

    def with_records(self):
        return self.select_related(*RECORDS, "locality__country", "paragraph__source_text", "by")

    def in_text_order(self):
        return self.order_by(
            "paragraph__report__ref", "paragraph__number", F("start").asc(nulls_last=True), "pk"
        )


def _names_one_record():
    """Returns the rule that each kind has its own record and no other, and a number none."""
    rule = Q(kind=Kind.NUMBER, **dict.fromkeys(RECORDS))
    for name in RECORDS:
        others = {f"{other}__isnull": other != name for other in RECORDS}
        rule |= Q(kind=name, **others)
    return rule


class Suggestion(models.Model):
    """A record or a number that a paragraph seems to name, until an analyst accepts or dismisses it.

    Never an activity: its author sees the accepted suggestions beside the form.
    """

    paragraph = models.ForeignKey(
        Paragraph, models.CASCADE, related_name="suggestions", verbose_name=_("paragraph")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    country = models.ForeignKey(
        Country, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    locality = models.ForeignKey(
        Locality, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("locality")
    )
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, blank=True)
    occurrence = models.PositiveSmallIntegerField(
        default=0, help_text="Tells the same number apart where a paragraph has it more than once."
    )
    words = models.CharField(_("words of the text"), max_length=300)
    start = models.PositiveIntegerField(
        null=True, help_text="Where the words begin in the text; empty when a corrected text lost them."
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        default_permissions = ("view", "change")
        constraints = [
            one_of("kind", Kind, "suggestion_kind_known"),
            one_of("state", State, "suggestion_state_known"),
            models.CheckConstraint(
                condition=Q(qualifier__in=["", *Qualifier.values]), name="suggestion_qualifier_known"
            ),
            models.CheckConstraint(condition=_names_one_record(), name="suggestion_names_one_record"),
            models.CheckConstraint(
                condition=Q(kind=Kind.NUMBER, value__isnull=False) & ~Q(qualifier="")
                | ~Q(kind=Kind.NUMBER) & Q(value=None, qualifier=""),
                name="suggestion_number_has_value",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, by=None, at=None)
                | ~Q(state=State.OPEN) & Q(by__isnull=False, at__isnull=False),
                name="suggestion_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["paragraph", *RECORDS, "value", "occurrence"],
                name="suggestion_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.paragraph} · {self.proposal}"

    @property
    def record(self) -> Any:
        """The row of the reference table; None for a number."""
        return None if self.kind == Kind.NUMBER else getattr(self, self.kind)

    @property
    def proposal(self):
        if self.value is not None:
            number = amount(self.value)
            exact = self.qualifier == Qualifier.EXACT
            return number if exact else f"{self.get_qualifier_display()} {number}"
        return f"{self.record} ({self.record.country})" if self.kind == Kind.LOCALITY else str(self.record)

    @property
    def surroundings(self):
        """(before, words, after) in the text of the paragraph; the words alone if their position is lost."""
        source = getattr(self.paragraph, "source_text", None)
        if source is None or self.start is None:
            return "", self.words, ""
        end = self.start + len(self.words)
        before, after = source.text[: self.start], source.text[end:]
        return (
            f"…{before[-CONTEXT:]}" if len(before) > CONTEXT else before,
            source.text[self.start : end],
            f"{after[:CONTEXT]}…" if len(after) > CONTEXT else after,
        )
