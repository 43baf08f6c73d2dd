from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .base import BilingualAcronym, InTree, Slugged, TreeQuerySet, one_of


class ProgrammeKind(models.TextChoices):
    PROGRAMME = "programme", _("programme")
    INITIATIVE = "initiative", _("initiative")
    NETWORK = "network", _("network")
    MECHANISM = "mechanism", _("mechanism")
    PORTAL = "portal", _("portal")
    PROJECT = "project", _("project")
    OPERATION = "operation", _("operation")


class PartnerKind(models.TextChoices):
    UN_ENTITY = "un_entity", _("United Nations entity")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organization")
    GOVERNMENT = "government", _("government body")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    PRIVATE_SECTOR = "private_sector", _("private sector")
    ACADEMIC = "academic", _("academic institution")


class InstrumentKind(models.TextChoices):
    CONVENTION = "convention", _("convention")
    PROTOCOL = "protocol", _("protocol")
    RESOLUTION = "resolution", _("resolution or decision")
    DECLARATION = "declaration", _("declaration")
    STANDARD = "standard", _("standard")
    PLAN = "plan", _("plan or strategy")


class Programme(Slugged):
    """A named programme, initiative, network, mechanism or portal."""

    kind = models.CharField(_("kind"), max_length=20, choices=ProgrammeKind)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["sort_fr"]
        constraints = [one_of("kind", ProgrammeKind, "programme_kind_known")]

    def get_absolute_url(self):
        return reverse("programme", args=[self.slug])

    def search_names(self):
        return [*super().search_names(), self.acronym]


class ThemeQuerySet(TreeQuerySet):
    def in_tree_order(self):
        return self.order_by("position")


class Theme(InTree):
    """A node of the thematic tree; an activity of a theme belongs to every theme above it too."""

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position"]

    def get_absolute_url(self):
        return reverse("theme", args=[self.slug])


class Partner(BilingualAcronym, Slugged):
    """An organisation that cooperates in an activity."""

    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["sort_fr"]
        constraints = [one_of("kind", PartnerKind, "partner_kind_known")]

    def get_absolute_url(self):
        return reverse("partner", args=[self.slug])


class Instrument(BilingualAcronym, Slugged):
    """A convention, resolution, declaration, standard or plan that an activity serves."""

    kind = models.CharField(_("kind"), max_length=20, choices=InstrumentKind)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["sort_fr"]
        constraints = [one_of("kind", InstrumentKind, "instrument_kind_known")]

    def get_absolute_url(self):
        return reverse("instrument", args=[self.slug])
