from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .activity_queryset import ActivityQuerySet
from .base import Curated, localised, one_of
from .places import Country, Region
from .sources import Paragraph, Report
from .taxonomy import Instrument, Partner, Programme, Theme
from .vocabulary import LONGEST_REF, REF, DatePrecision, Kind, Modality, Scope, Status


def _part_of_ref(start, length):
    return Cast(Substr("ref", start, length), models.BigIntegerField())


def paragraph_of(report_order: int) -> int:
    """Returns a number that the activities of one paragraph of a report share, and no others."""
    return report_order // 1000


class Activity(Curated):
    """One distinct thing that UNODC did, runs, supports, organised or published."""

    ref = models.CharField(
        _("reference"),
        max_length=LONGEST_REF,
        unique=True,
        help_text=_("Report year, first cited paragraph on three digits, ordinal. Permanent, never reused."),
    )
    # The newest report first, then by paragraph and ordinal, as numbers: 2021-026-10 follows 2021-026-9.
    # It fits into 32 bits until the year 4000, since bitmaps hold it as the slot of the activity.
    report_order = models.GeneratedField(
        expression=(4000 - _part_of_ref(1, 4)) * 1_000_000 + _part_of_ref(6, 3) * 1000 + _part_of_ref(10, 3),
        output_field=models.BigIntegerField(),
        db_persist=True,
        unique=True,
    )
    report = models.ForeignKey(Report, models.PROTECT, related_name="activities", verbose_name=_("report"))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    modality = models.CharField(
        _("modality"),
        max_length=10,
        choices=Modality,
        blank=True,
        help_text=_("Empty when the report does not say."),
    )
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)

    start = models.DateField(
        _("start"),
        null=True,
        blank=True,
        help_text=_("Only what the report says; a month or a year by its first day."),
    )
    end = models.DateField(
        _("end"), null=True, blank=True, help_text=_("Only where the report states a range.")
    )
    date_precision = models.CharField(
        _("precision of the dates"), max_length=5, choices=DatePrecision, blank=True
    )

    paragraphs: models.ManyToManyField = models.ManyToManyField(
        Paragraph, through="Citation", related_name="activities", verbose_name=_("paragraphs")
    )
    countries: models.ManyToManyField = models.ManyToManyField(
        Country, through="ActivityCountry", related_name="activities", verbose_name=_("countries")
    )
    regions = models.ManyToManyField(Region, blank=True, related_name="activities", verbose_name=_("regions"))
    themes = models.ManyToManyField(Theme, related_name="activities", verbose_name=_("themes"))
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="activities", verbose_name=_("programmes")
    )
    partners: models.ManyToManyField = models.ManyToManyField(
        Partner,
        through="ActivityPartner",
        blank=True,
        related_name="activities",
        verbose_name=_("partners"),
    )
    instruments = models.ManyToManyField(
        Instrument, blank=True, related_name="activities", verbose_name=_("instruments")
    )
    source_note_fr = models.TextField(
        _("note on the source in French"),
        blank=True,
        help_text=_("Where the report contradicts itself or contains an error."),
    )
    source_note_en = models.TextField(
        _("note on the source in English"),
        blank=True,
        help_text=_("Where the report contradicts itself or contains an error."),
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    reviewed_by = models.CharField(_("reviewed by"), max_length=150, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    # The fields that state what an activity is. Snapshots, fixtures, exports, API, Data Package, spreadsheets and
    # the admin read these lists: a field named here is in all of them.
    PROPERTIES = ("kind", "modality", "scope", "start", "end", "date_precision")
    NOTES = ("source_note_fr", "source_note_en")
    RELATIONS = ("regions", "themes", "programmes", "partners", "instruments")
    # Those that relate by their pks alone; a partner relates by a row that states its part.
    PLAIN_RELATIONS = ("regions", "themes", "programmes", "instruments")

    NATURAL_KEY = ("ref",)
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["report_order"]
        permissions = [("publish_activity", "Can publish, send back and withdraw an activity")]
        indexes = [
            models.Index(fields=["start", "report_order"], name="activity_start_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ref__regex=f"^{REF}$"),
                name="activity_ref_well_formed",
                violation_error_message=_("A reference is written as 2021-026-1."),
            ),
            one_of("kind", Kind, "activity_kind_known"),
            models.CheckConstraint(
                condition=Q(modality__in=["", *Modality.values]), name="activity_modality_known"
            ),
            one_of("scope", Scope, "activity_scope_known"),
            one_of("status", Status, "activity_status_known"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, date_precision="")
                | Q(start__isnull=False, date_precision__in=DatePrecision.values),
                name="activity_start_with_its_precision",
                violation_error_message=_(
                    "A start date requires its precision, and a precision its start date."
                ),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="activity_end_not_before_start",
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=False),
                name="activity_end_needs_a_start",
                violation_error_message=_("An end date requires a start date."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | (~Q(reviewed_by="") & Q(reviewed_on__isnull=False)),
                name="activity_published_needs_a_reviewer_and_a_date",
            ),
        ]

    def __str__(self):
        return f"{self.ref} {self.text.title if self.text else ''}".strip()

    def get_absolute_url(self):
        return reverse("activity", args=[self.ref])

    @property
    def text(self):
        """The text in the reader's language, else in the other one, else None."""
        by_language = {text.language: text for text in self.texts.all()}
        return by_language.get(get_language()) or next(iter(by_language.values()), None)

    @property
    def is_published(self):
        return self.status == Status.PUBLISHED

    @property
    def source_note(self):
        return localised(self, "source_note")

    @property
    def cited_paragraphs(self):
        """The paragraphs that it cites, the main one first."""
        return [citation.paragraph for citation in self.citations.all()]
