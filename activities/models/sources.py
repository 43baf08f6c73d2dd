from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .base import Curated, NaturalKeyQuerySet, localised
from .vocabulary import YEAR

TITLE_LENGTH = 300
SECTION_CODE = r"^[IVX]+(\.[A-Z])?(\.[0-9]+)?(\.[a-z])?$"


class Disposition(models.TextChoices):
    CATALOGUED = "catalogued", _("catalogued")
    CONTEXT = "context", _("context")
    RECOMMENDATION = "recommendation", _("recommendation")
    GOVERNANCE = "governance", _("governance")
    MEETING = "meeting", _("meeting")


class ReportQuerySet(NaturalKeyQuerySet):
    def published(self):
        return self.filter(published=True)


class PartQuerySet(NaturalKeyQuerySet):
    """The rows of a table below the report: sections, paragraphs."""

    def published(self):
        return self.filter(report__published=True)

    def unwritten(self):
        """Returns the rows in which a field that readers will need is still empty."""
        return self.filter(reduce(or_, (Q(**{name: ""}) for name in self.model.WRITTEN)))


class ParagraphQuerySet(PartQuerySet):
    def uncited_by(self, *statuses):
        """Returns the paragraphs marked as catalogued that no activity in one of these statuses cites."""
        catalogued = self.filter(disposition=Disposition.CATALOGUED)
        return catalogued.exclude(citations__activity__status__in=statuses)

    def naming(self, record):
        """Returns the paragraphs whose gist contains a name of the record."""
        contained = [
            Q(**{f"{gist}__icontains": name})
            for gist in ("gist_fr", "gist_en")
            for name in record.names_of_several_words()
        ]
        return self.filter(reduce(or_, contained)) if contained else self.none()


class Report(Curated):
    """A report of the Secretary-General to the General Assembly. Symbol and title are empty while unknown.

    Readers see nothing of one in preparation: its gists, translations and activities may be missing.
    """

    ref = models.CharField(_("year"), max_length=4, unique=True)
    language = models.CharField(_("language of the text"), max_length=2, default="fr")
    session = models.PositiveSmallIntegerField(_("session of the General Assembly"))
    resolution = models.CharField(_("prepared under resolution"), max_length=20)
    symbol = models.CharField(_("document symbol"), max_length=30, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    published = models.BooleanField(
        _("published"), default=True, editable=False, help_text=_("Not while it is in preparation.")
    )

    NATURAL_KEY = ("ref",)
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["ref"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ref__regex=f"^{YEAR}$"),
                name="report_ref_is_a_year",
                violation_error_message=_("A year has four digits."),
            ),
        ]

    def __str__(self):
        return self.ref

    def get_absolute_url(self):
        """Returns the URL of its year, which stays valid when another report is published."""
        return reverse("report", args=[self.ref])


def unwritten(row):
    """Returns the fields of a section or a paragraph that readers will need and that are still empty."""
    return [name for name in row.WRITTEN if not getattr(row, name)]


def refuse_unwritten(row):
    """Raises ValidationError for fields that are still empty, unless the report is in preparation."""
    if row.report_id and row.report.published and (empty := unwritten(row)):
        raise ValidationError(dict.fromkeys(empty, _("This field is required once the report is published.")))


class Section(Curated):
    """A heading of the report; its code (`IV.E.4.k`) encodes the tree."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="sections", verbose_name=_("report"))
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"))
    title_fr = models.CharField(_("title in French"), max_length=TITLE_LENGTH, blank=True)
    title_en = models.CharField(_("title in English"), max_length=TITLE_LENGTH, blank=True)

    NATURAL_KEY = ("report__ref", "code")
    WRITTEN = ("title_fr", "title_en")
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="section_code_unique_in_report"),
            models.UniqueConstraint(
                fields=["report", "position"],
                name="section_position_unique_in_report",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(code__regex=SECTION_CODE),
                name="section_code_well_formed",
                violation_error_message=_("A code is written as IV.E.4.k."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def clean(self):
        refuse_unwritten(self)

    def get_absolute_url(self):
        return f"{self.report.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self):
        return f"s-{self.code.replace('.', '-')}"

    @property
    def title(self):
        return localised(self, "title")

    @property
    def line(self):
        """The codes from the top of the report down to this section: `IV`, `IV.C`, `IV.C.1`."""
        parts = self.code.split(".")
        return [".".join(parts[: depth + 1]) for depth in range(len(parts))]

    @property
    def depth(self):
        """1 for `IV`, 2 for `IV.C`, 3 for `IV.C.1`, 4 for `IV.E.4.a`."""
        return self.code.count(".") + 1


class Paragraph(Curated):
    """A numbered paragraph of the report: its section, gist and disposition, never its text."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="paragraphs", verbose_name=_("report"))
    number = models.PositiveSmallIntegerField(_("number"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="paragraphs", verbose_name=_("section"))
    gist_fr = models.TextField(
        _("gist in French"), blank=True, help_text=_("One sentence, in our own words.")
    )
    gist_en = models.TextField(
        _("gist in English"), blank=True, help_text=_("One sentence, in our own words.")
    )
    disposition = models.CharField(_("disposition"), max_length=20, choices=Disposition, blank=True)

    NATURAL_KEY = ("report__ref", "number")
    WRITTEN = ("gist_fr", "gist_en", "disposition")
    objects = ParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="paragraph_number_unique_in_report"),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="paragraph_number_positive",
                violation_error_message=_("Paragraphs are numbered from 1."),
            ),
            # Empty only in a report in preparation, as `clean` and the publication of a report ensure.
            models.CheckConstraint(
                condition=Q(disposition__in=["", *Disposition.values]), name="paragraph_disposition_known"
            ),
        ]

    def __str__(self):
        return f"{self.report}, §\N{NO-BREAK SPACE}{self.number}"

    def clean(self):
        refuse_unwritten(self)

    def get_absolute_url(self):
        return f"{self.report.get_absolute_url()}#p{self.number}"

    @property
    def gist(self):
        return localised(self, "gist")
