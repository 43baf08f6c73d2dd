"""The rows that belong to an activity: its texts, citations, countries and publications."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .base import NaturalKey, NaturalKeyQuerySet, language_name, one_of
from .places import Country, Locality
from .sources import Paragraph
from .taxonomy import Partner
from .vocabulary import Origin, Part, Role


class ActivityText(NaturalKey):
    """Title and summary of an activity in one language."""

    activity = models.ForeignKey("Activity", models.CASCADE, related_name="texts", verbose_name=_("activity"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    title = models.CharField(
        _("title"), max_length=110, help_text=_("A noun phrase of at most 110 characters.")
    )
    summary = models.TextField(
        _("summary"), help_text=_("12 to 110 words; the same facts in every language.")
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.CURATED)

    NATURAL_KEY = ("activity__ref", "language")

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        # French first, then English
        ordering = ["activity", "-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "language"],
                name="activity_text_one_per_language",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(summary=""), name="activity_text_not_empty"),
        ]

    def __str__(self):
        return self.title


class Citation(NaturalKey):
    """A paragraph that an activity cites; position 0 is the main one."""

    activity = models.ForeignKey(
        "Activity", models.CASCADE, related_name="citations", verbose_name=_("activity")
    )
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="citations", verbose_name=_("paragraph")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    NATURAL_KEY = ("activity__ref", "position")

    class Meta:
        verbose_name = _("paragraph cited")
        verbose_name_plural = _("paragraphs cited")
        ordering = ["activity", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "paragraph"],
                name="citation_paragraph_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["activity", "position"],
                name="citation_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return str(self.paragraph)


class ActivityCountryQuerySet(NaturalKeyQuerySet):
    def by_name(self):
        return self.order_by(f"country__sort_{get_language() or 'fr'}", "role")


class ActivityCountry(NaturalKey):
    """A country that the report names for an activity, in a role, with the localities named there."""

    activity = models.ForeignKey(
        "Activity", models.CASCADE, related_name="country_roles", verbose_name=_("activity")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="activity_roles", verbose_name=_("country")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.BENEFICIARY)
    localities = models.ManyToManyField(
        Locality, blank=True, related_name="activity_roles", verbose_name=_("localities")
    )

    NATURAL_KEY = ("activity__ref", "country__iso3", "role")
    objects = ActivityCountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["activity", "country", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "country", "role"],
                name="activity_country_role_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            one_of("role", Role, "activity_country_role_known"),
        ]

    def __str__(self):
        return f"{self.country} ({self.get_role_display()})"


class ActivityPartnerQuerySet(NaturalKeyQuerySet):
    def by_name(self):
        return self.order_by(f"partner__sort_{get_language() or 'fr'}", "partner")


class ActivityPartner(NaturalKey):
    """An organization that the report names for an activity, with its part in it."""

    activity = models.ForeignKey(
        "Activity", models.CASCADE, related_name="partner_parts", verbose_name=_("activity")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="activity_parts", verbose_name=_("partner")
    )
    part = models.CharField(_("part"), max_length=10, choices=Part, default=Part.WITH)

    NATURAL_KEY = ("activity__ref", "partner__slug")
    objects = ActivityPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["activity", "partner"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "partner"],
                name="activity_partner_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            one_of("part", Part, "activity_partner_part_known"),
        ]

    def __str__(self):
        return f"{self.partner} ({self.get_part_display()})"


class Publication(NaturalKey):
    """A titled work, with the title as printed."""

    activity = models.ForeignKey(
        "Activity", models.CASCADE, related_name="publications", verbose_name=_("activity")
    )
    title = models.CharField(_("title as printed"), max_length=300)
    languages = ArrayField(
        models.CharField(max_length=3),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("ISO 639-1 codes, separated by commas; empty when the report does not say."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    NATURAL_KEY = ("activity__ref", "title")

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["activity", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "title"],
                name="publication_title_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def language_names(self):
        return ", ".join(map(language_name, self.languages))
