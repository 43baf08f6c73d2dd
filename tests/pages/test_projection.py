"""The projection agrees with what its authors publish of it."""

from math import cos, pi, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.pages.projection import CENTRE, HEIGHT, WIDTH, equal_earth, place

HALF_EQUATOR, POLE = 2.7066299836960748, 1.3173627591574133


def test_the_equator_and_the_poles_lie_where_the_formula_puts_them():
    assert equal_earth(180, 0) == pytest.approx((HALF_EQUATOR, 0))
    assert equal_earth(-180, 0) == pytest.approx((-HALF_EQUATOR, 0))
    assert equal_earth(0, 90) == pytest.approx((0, POLE))
    assert equal_earth(0, -90) == pytest.approx((0, -POLE))


def test_its_proportions_are_those_of_the_paper():
    (equator, _y), (pole_line, pole) = equal_earth(180, 0), equal_earth(180, 90)
    assert equator / pole == pytest.approx(2.05458, abs=1e-5)
    assert pole_line / equator == pytest.approx(0.59, abs=0.005)


@given(st.floats(-180, 180), st.floats(-89, 89))
def test_areas_are_true_everywhere(longitude, latitude):
    step = 1e-4
    _x, below = equal_earth(longitude, latitude - step)
    _x, above = equal_earth(longitude, latitude + step)
    height = (above - below) / radians(2 * step)
    width = equal_earth(180, latitude)[0] / pi
    assert width * height == pytest.approx(cos(radians(latitude)), abs=1e-6)


def test_the_drawing_is_cut_in_the_bering_strait():
    west, east = place(CENTRE - 180 + 0.01, 0), place(CENTRE + 180 - 0.01, 0)
    assert west[0] == pytest.approx(0, abs=0.1)
    assert east[0] == pytest.approx(WIDTH, abs=0.1)
    tonga, fiji = place(-175.2, -21.2), place(178, -17.8)
    assert 0 < tonga[0] - fiji[0] < 50


def test_y_runs_downwards_from_the_north():
    (_x, svalbard), (_x, horn) = place(15, 78), place(-67, -55.9)
    assert 0 < svalbard < horn < HEIGHT
