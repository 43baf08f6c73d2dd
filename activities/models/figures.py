from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from .activity import Activity
from .base import NaturalKey, NaturalKeyQuerySet, Slugged, localised, one_of
from .places import Country
from .sources import Paragraph
from .taxonomy import Programme
from .vocabulary import Scope

# Extended Date/Time Format (ISO 8601-2), the part that reports need: 2020, 2020-11, 2017/.., ../2021-05
DATE = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
EDTF = rf"^({DATE}(/({DATE}|\.\.))?|\.\./{DATE})$"


def digits(value):
    """Returns a Decimal in digits that a program reads: 1200 or 0.5, never 1.2E+3 or 0.5000."""
    return f"{value.normalize():f}"


def amount(value):
    """Returns a Decimal grouped as the language does, with only the decimals that it has."""
    plain = digits(value)
    return number_format(plain, decimal_pos=len(plain.partition(".")[2]), use_l10n=True, force_grouping=True)


class Qualifier(models.TextChoices):
    EXACT = "exact", _("exactly")
    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    ABOUT = "about", _("about")
    UP_TO = "up_to", _("up to")


class FigureRole(models.TextChoices):
    RESULT = "result", _("result of the activity")
    CONTEXT = "context", _("state of the world")


class Unit(Slugged):
    """A unit that figures count; figures of unlike units are never added up."""

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort_fr"]


class FigureQuerySet(NaturalKeyQuerySet):
    def published(self):
        of_a_paragraph = Q(activity=None, paragraph__report__published=True)
        return self.filter(of_a_paragraph | Q(activity__status="published"))

    def counting_for(self, country):
        return self.filter(countries=country)

    def of_global_results(self):
        return self.filter(role=FigureRole.RESULT, activity__scope=Scope.GLOBAL)

    def largest_of_each_unit(self, uses):
        """Returns the largest figure in each unit that at least `uses` of these figures have."""
        often = self.order_by().values("unit").annotate(uses=Count("pk")).filter(uses__gte=uses)
        largest = self.filter(unit=OuterRef("unit")).order_by("-value", "pk").values("pk")[:1]
        return self.filter(unit__in=often.values("unit"), pk=Subquery(largest))

    def in_order(self):
        """Returns the figures with what a table shows of them, their countries apart, in its order."""
        return self.select_related("activity", "paragraph__report", "unit").order_by(
            "paragraph__report", "paragraph__number", "position", "pk"
        )

    def for_table(self):
        return self.in_order().prefetch_related("countries")


class Figure(NaturalKey):
    """A quantity that a paragraph states, of an activity or (context) of the paragraph itself."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="figures", verbose_name=_("activity")
    )
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="figures", verbose_name=_("paragraph")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="figures", verbose_name=_("unit"))
    label_fr = models.CharField(
        _("what is counted, in French"), max_length=200, help_text=_("Continues from the number.")
    )
    label_en = models.CharField(
        _("what is counted, in English"), max_length=200, help_text=_("Continues from the number.")
    )
    period = models.CharField(
        _("period"),
        max_length=25,
        blank=True,
        help_text=_("As stated: 2020, 2020-11, 2017/.. (since 2017), ../2021-05 (until May 2021)."),
    )
    cumulative = models.BooleanField(
        _("cumulative"), default=False, help_text=_("Counted since a programme began, not in one period.")
    )
    role = models.CharField(_("role"), max_length=10, choices=FigureRole, default=FigureRole.RESULT)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="figures", verbose_name=_("countries that it counts for")
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("programme that it counts for"),
    )

    NATURAL_KEY = ("activity__ref", "paragraph__report__ref", "paragraph__number", "position")
    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["activity", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "paragraph", "position"],
                name="figure_position_once",
                deferrable=models.Deferrable.DEFERRED,
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="figure_value_not_negative",
                violation_error_message=_("A figure cannot be negative."),
            ),
            one_of("qualifier", Qualifier, "figure_qualifier_known"),
            one_of("role", FigureRole, "figure_role_known"),
            models.CheckConstraint(
                condition=Q(period="") | Q(period__regex=EDTF),
                name="figure_period_is_edtf",
                violation_error_message=_("A period is written as 2020, 2020-11, 2017/.. or ../2021-05."),
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | Q(role=FigureRole.CONTEXT),
                name="figure_result_needs_an_activity",
            ),
        ]

    def __str__(self):
        return f"{self.get_qualifier_display()} {digits(self.value)} {self.label}"

    @property
    def label(self):
        return localised(self, "label")

    def natural_key(self):
        owner = self.activity.ref if self.activity else None
        return (owner, self.paragraph.report.ref, self.paragraph.number, self.position)
