"""Decides whether figures may be added up. In doubt they may not, and the reasons are given in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from activities.models.figures import FigureRole, Qualifier

# Units that count separate things or people. Not those that may count the same twice (countries, States
# parties, languages, laws), rates (per cent) or lengths of time.
ADDABLE = frozenset(
    {
        "cases", "events", "firearms", "meetings", "operations", "participants", "people_arrested",
        "people_reached", "people_released", "people_trained", "tonnes", "us_dollars",
    }
)  # fmt: skip
# (qualifiers that may be added, the qualifier of their total). An “about” gives no total.
TOGETHER = (
    ({Qualifier.EXACT}, Qualifier.EXACT),
    ({Qualifier.EXACT, Qualifier.AT_LEAST}, Qualifier.AT_LEAST),
    ({Qualifier.EXACT, Qualifier.AT_LEAST, Qualifier.MORE_THAN}, Qualifier.MORE_THAN),
    ({Qualifier.EXACT, Qualifier.UP_TO}, Qualifier.UP_TO),
)


@dataclass(frozen=True)
class Total:
    value: Decimal
    qualifier: Qualifier
    unit: object
    period: str

    def get_qualifier_display(self):
        return self.qualifier.label


@dataclass(frozen=True)
class Refusal:
    reasons: list


def total(figures):
    """Returns the Total of the figures, or a Refusal with the reasons."""
    figures = list(figures)
    if len(figures) < 2:
        return Refusal([_("There are not several figures to add up.")])
    reasons = [reason for stands_in_the_way, reason in OBSTACLES if stands_in_the_way(figures)]
    if reasons:
        return Refusal(reasons)
    first = figures[0]
    value = sum((figure.value for figure in figures), Decimal())
    return Total(value, _qualifier(figures), first.unit, first.period)


def _qualifier(figures):
    """Returns the qualifier of the total; None if the qualifiers may not be added."""
    found = {Qualifier(figure.qualifier) for figure in figures}
    return next((result for allowed, result in TOGETHER if found <= allowed), None)


def _units_differ(figures):
    return len({figure.unit.slug for figure in figures}) > 1


def _unit_cannot_be_added(figures):
    return any(figure.unit.slug not in ADDABLE for figure in figures)


def _has_context(figures):
    return any(figure.role != FigureRole.RESULT for figure in figures)


def _has_cumulative(figures):
    return any(figure.cumulative for figure in figures)


def _period_missing(figures):
    return any(not figure.period for figure in figures)


def _periods_differ(figures):
    return len({figure.period for figure in figures}) > 1


def _open_period(figures):
    return any(".." in figure.period for figure in figures)


def _qualifiers_differ(figures):
    return _qualifier(figures) is None


def _same_activity(figures):
    activities = [figure.activity_id for figure in figures]
    return None in activities or len(set(activities)) < len(activities)


def _country_missing(figures):
    return any(not figure.countries.all() for figure in figures)


def _countries_overlap(figures):
    countries = [country.pk for figure in figures for country in figure.countries.all()]
    return len(set(countries)) < len(countries)


OBSTACLES = (
    (_units_differ, _("They do not count the same thing: their units differ.")),
    (_unit_cannot_be_added, _("Their unit may count the same thing twice, or is a rate or a length of time.")),
    (_has_context, _("Some describe the state of the world, not a result.")),
    (_has_cumulative, _("Some are cumulative: they count since a programme began.")),
    (_period_missing, _("For some the report states no period.")),
    (_periods_differ, _("Their periods differ.")),
    (_open_period, _("Some have a period that is open on one side.")),
    (_qualifiers_differ, _("Their precision differs too much (“about” beside exact figures, or “at least” beside “up to”).")),
    (_same_activity, _("Some are of the same activity, where one may be part of the other.")),
    (_country_missing, _("For some the report names no country, so that they may overlap.")),
    (_countries_overlap, _("Some are of the same country, so that the same people or things may be counted twice.")),
)  # fmt: skip
