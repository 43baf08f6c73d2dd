"""Figures are added up only where nothing stands in the way; each obstacle alone is enough to refuse."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from activities.models import Figure
from activities.pages.totals import OBSTACLES, Refusal, Total, total


def country(pk):
    return SimpleNamespace(pk=pk)


def figure(**changes):
    fields = {
        "value": Decimal(20), "qualifier": "exact", "unit": "people_trained", "period": "2020", "role": "result",
        "cumulative": False, "activity_id": 1, "countries": (1,), **changes,
    }  # fmt: skip
    countries = [country(pk) for pk in fields.pop("countries")]
    unit = SimpleNamespace(slug=fields.pop("unit"))
    return SimpleNamespace(unit=unit, countries=SimpleNamespace(all=lambda: countries), **fields)


def other(**changes):
    return figure(**{"value": Decimal(5), "activity_id": 2, "countries": (2,), **changes})


def test_like_figures_of_different_activities_and_countries_are_added_up():
    found = total([figure(), other(), other(activity_id=3, countries=(3, 4), value=Decimal("0.5"))])
    assert isinstance(found, Total)
    assert (found.value, found.qualifier, found.unit.slug, found.period) == (
        Decimal("25.5"),
        "exact",
        "people_trained",
        "2020",
    )


@pytest.mark.parametrize(
    ("qualifiers", "result"),
    [
        (("exact", "at_least"), "at_least"),
        (("exact", "more_than"), "more_than"),
        (("at_least", "more_than"), "more_than"),
        (("up_to", "exact"), "up_to"),
        (("up_to", "up_to"), "up_to"),
    ],
)
def test_bounds_on_one_side_make_a_bound_of_the_total(qualifiers, result):
    assert total([figure(qualifier=qualifiers[0]), other(qualifier=qualifiers[1])]).qualifier == result


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"unit": "events"}, "units differ"),
        ({"role": "context"}, "state of the world"),
        ({"cumulative": True}, "cumulative"),
        ({"period": ""}, "no period"),
        ({"period": "2021"}, "periods differ"),
        ({"qualifier": "about"}, "precision"),
        ({"activity_id": 1}, "same activity"),
        ({"activity_id": None}, "same activity"),
        ({"countries": ()}, "no country"),
        ({"countries": (1, 2)}, "same country"),
    ],
)
def test_one_figure_in_the_way_refuses_the_total_and_is_named(changes, said):
    with translation.override("en"):
        refusal = total([figure(), other(**changes)])
        assert isinstance(refusal, Refusal)
        assert any(said in str(reason) for reason in refusal.reasons)


@pytest.mark.parametrize(
    ("both", "said"),
    [
        ({"unit": "countries"}, "twice"),
        ({"unit": "per_cent"}, "rate"),
        ({"unit": "a_unit_of_tomorrow"}, "twice"),
        ({"period": "2017/.."}, "open on one side"),
        ({"qualifier": "about"}, "precision"),
    ],
)
def test_what_can_never_be_added_up_is_refused_even_where_all_agree(both, said):
    with translation.override("en"):
        refusal = total([figure(**both), other(**both)])
        assert [said in str(reason) for reason in refusal.reasons] == [True]


def test_a_least_and_a_most_make_no_total():
    assert isinstance(total([figure(qualifier="at_least"), other(qualifier="up_to")]), Refusal)


@pytest.mark.parametrize("figures", [[], [figure()]])
def test_one_figure_is_no_sum(figures):
    with translation.override("en"):
        assert "not several" in str(total(figures).reasons[0])


@pytest.mark.django_db
def test_the_figures_of_the_report_have_no_total_and_nearly_every_reason():
    refusal = total(Figure.objects.for_table())
    assert len(refusal.reasons) >= len(OBSTACLES) - 2
