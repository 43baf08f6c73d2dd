"""The figures of an activity as IATI results: one indicator each, never aggregated."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.models.figures import FigureRole, Qualifier, digits

from .dates import period
from .elements import OWN, Languages, element, narratives, said

OUTPUT = "1"
UNIT, PERCENTAGE = "1", "2"
PER_CENT = "per_cent"


def results(activity):
    """Returns its results, without the figures that describe the state of the world."""
    return [_result(figure) for figure in activity.figures.all() if figure.role == FigureRole.RESULT]


def _result(figure):
    unit = {code: capfirst(getattr(figure.unit, f"name_{code}")) for code in Languages}
    return element(
        "result",
        {"type": OUTPUT, "aggregation-status": "false"},
        element("title", *narratives(unit)),
        _indicator(figure),
    )


def _indicator(figure):
    labels = {code: getattr(figure, f"label_{code}") for code in Languages}
    return element(
        "indicator",
        {"measure": PERCENTAGE if figure.unit.slug == PER_CENT else UNIT, "aggregation-status": "false"},
        element("title", *narratives(labels)),
        element("description", *said(lambda: _description(figure))),
        element("reference", vocabulary=OWN, code=figure.unit.slug),
        *_periods(figure),
    )


def _description(figure):
    """Returns the figure in words, complete even where IATI takes no value."""
    number = f"{digits(figure.value)} {figure.label}"
    parts = [f"{capfirst(figure.get_qualifier_display())} {number}." if _qualified(figure) else f"{number}."]
    if not figure.period:
        parts.append(_("The source states no period, without which IATI accepts no value."))
    elif not period(figure.period):
        parts.append(
            _("Period: %(period)s; IATI accepts no value for an open period.") % {"period": figure.period}
        )
    if figure.cumulative:
        parts.append(_("Cumulative."))
    return " ".join(parts)


def _periods(figure):
    """Returns the value in its period, with its qualifier; empty where the report states no closed period."""
    if not (stated := period(figure.period)):
        return []
    start, end = stated
    comment = element("comment", *said(lambda: _comment(figure)))
    return [
        element(
            "period",
            element("period-start", {"iso-date": start.isoformat()}),
            element("period-end", {"iso-date": end.isoformat()}),
            element("actual", comment, value=digits(figure.value)),
        )
    ]


def _comment(figure):
    cited = _("Paragraph %(number)s") % {"number": figure.paragraph.number}
    return f"{capfirst(figure.get_qualifier_display())} ({cited})" if _qualified(figure) else cited


def _qualified(figure):
    return figure.qualifier != Qualifier.EXACT
