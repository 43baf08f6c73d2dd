from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .base import Curated, InTree, Named, NamedQuerySet, TreeQuerySet, localised, one_of


class Membership(models.TextChoices):
    MEMBER = "member", _("Member State")
    OBSERVER = "observer", _("observer State")


class Basis(models.TextChoices):
    M49 = "m49", _("United Nations M49 standard")
    MEMBERSHIP = "membership", _("membership of a body")
    REPORT = "report", _("reading of the report")


LATITUDES = Q(latitude__isnull=False, latitude__gte=-90, latitude__lte=90)
LONGITUDES = Q(longitude__isnull=False, longitude__gte=-180, longitude__lte=180)


class CountryQuerySet(NamedQuerySet):
    def in_region(self, region):
        return self.filter(regions=region)


class Country(Curated, Named):
    """A Member or observer State of the United Nations, with its ISO 3166-1 and M49 codes.

    Its position is that of its circle on the map, and implies nothing about frontiers.
    """

    iso3 = models.CharField(_("ISO alpha-3 code"), max_length=3, unique=True)
    iso2 = models.CharField(_("ISO alpha-2 code"), max_length=2, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Membership, default=Membership.MEMBER)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Degrees north of the equator, of the point where the map shows the country."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Degrees east of Greenwich; negative in the west."),
    )

    NATURAL_KEY = ("iso3",)
    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["sort_fr"]
        constraints = [
            models.CheckConstraint(
                condition=Q(iso3__regex=r"^[A-Z]{3}$"),
                name="country_iso3_well_formed",
                violation_error_message=_("An ISO alpha-3 code has three capital letters."),
            ),
            models.CheckConstraint(
                condition=Q(iso2__regex=r"^[A-Z]{2}$"),
                name="country_iso2_well_formed",
                violation_error_message=_("An ISO alpha-2 code has two capital letters."),
            ),
            models.CheckConstraint(
                condition=Q(m49__regex=r"^[0-9]{3}$"),
                name="country_m49_well_formed",
                violation_error_message=_("An M49 code has three digits."),
            ),
            one_of("status", Membership, "country_status_known"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | (LATITUDES & LONGITUDES),
                name="country_position_on_the_globe",
                violation_error_message=_(
                    "A position has a latitude from -90 to 90 and a longitude from -180 to 180."
                ),
            ),
        ]

    def get_absolute_url(self):
        return reverse("country", args=[self.iso3])

    def search_names(self):
        return [*super().search_names(), self.iso3, self.iso2]


class Locality(Named):
    """A city, province or camp that the report names, inside its country."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="localities", verbose_name=_("country"))
    slug = models.SlugField(_("identifier"), max_length=80)

    NATURAL_KEY = ("country__iso3", "slug")

    class Meta:
        verbose_name = _("locality")
        verbose_name_plural = _("localities")
        ordering = ["country", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["country", "slug"], name="locality_unique_in_country"),
        ]


class RegionQuerySet(TreeQuerySet):
    def continents(self):
        """Returns the five regions of M49 into which the world is divided."""
        return self.filter(basis=Basis.M49, parent=None)

    def named_by_an_activity(self, activities):
        return self.filter(Exists(activities.filter(regions=OuterRef("pk"))))


class Region(InTree):
    """A region that the M49 standard or the report names, and the countries that it covers."""

    m49 = models.CharField(_("M49 code"), max_length=3, unique=True, null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    basis_note_fr = models.TextField(
        _("basis in French"), blank=True, help_text=_("The basis of the list of countries.")
    )
    basis_note_en = models.TextField(
        _("basis in English"), blank=True, help_text=_("The basis of the list of countries.")
    )
    countries = models.ManyToManyField(
        Country, blank=True, related_name="regions", verbose_name=_("countries covered")
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["position"]
        constraints = [
            one_of("basis", Basis, "region_basis_known"),
            models.CheckConstraint(
                condition=Q(basis=Basis.M49, m49__isnull=False) | (~Q(basis=Basis.M49) & Q(m49__isnull=True)),
                name="region_m49_code_with_m49_basis",
                violation_error_message=_(
                    "A region of the M49 standard has its code, and no other region has one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.M49) | ~(Q(basis_note_fr="") | Q(basis_note_en="")),
                name="region_states_its_basis",
                violation_error_message=_(
                    "A region outside the M49 standard states its basis in French and English."
                ),
            ),
        ]

    def get_absolute_url(self):
        return reverse("region", args=[self.slug])

    @property
    def basis_note(self):
        return localised(self, "basis_note")
