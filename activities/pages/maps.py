"""The map: a circle for each country, its area in proportion to the number of activities."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from math import hypot, sqrt

from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext

from activities.models import Country
from activities.models.index import PerVersion

from .projection import place

# Radii in units of the drawing, which is 2000 wide.
ONE = 11.0  # a single activity, as long as the largest circle stays below LARGEST
LARGEST, SMALLEST = 44.0, 7.0
# The pointer target of an isolated circle: 24 pixels across on a telephone.
REACH = 73.0


@dataclass(frozen=True)
class Spot:
    """A country as the map needs it: its name, and its position on the drawing.

    `near`: {ISO alpha-3 code: distance} of the countries whose circles may touch.
    """

    name: dict[str, str]
    sort: dict[str, str]
    point: tuple[int, int] | None
    near: dict[str, float]


@dataclass(frozen=True)
class Marker:
    """A country on the map and in the table beside it; a State without a position is in the table alone.

    `reach` is the radius of the pointer target; `pale` marks a country outside the selection.
    """

    iso3: str
    name: str
    count: int
    url: str
    point: tuple[int, int] | None
    radius: float
    reach: float
    pale: bool

    @property
    def x(self):
        return self.point[0] if self.point else None

    @property
    def y(self):
        return self.point[1] if self.point else None

    @cached_property
    def label(self):
        text = ngettext("%(country)s: %(count)d activity", "%(country)s: %(count)d activities", self.count)
        return text % {"country": self.name, "count": self.count}


def _read_spots():
    countries = list(Country.objects.all())
    points = {country.iso3: _point(country) for country in countries}
    return {
        country.iso3: Spot(
            name={"fr": country.name_fr, "en": country.name_en},
            sort={"fr": country.sort_fr, "en": country.sort_en},
            point=points[country.iso3],
            near=dict(_near(country.iso3, points)),
        )
        for country in countries
    }


def _point(country):
    if country.latitude is None:
        return None
    x, y = place(float(country.longitude), float(country.latitude))
    return round(x), round(y)


def _near(iso3, points):
    here = points[iso3]
    for other, there in points.items():
        if here and there and other != iso3:
            distance = hypot(there[0] - here[0], there[1] - here[1])
            if distance < 2 * (REACH + LARGEST):
                yield other, distance


spots = PerVersion(_read_spots)


def markers_of(counts: Mapping[str, int], url_of: Callable[[str], str], selected: Container[str] = ()):
    """Returns a Marker for each country with activities, by name; pale unless selected, if any are.

    `counts`: {ISO alpha-3 code: activities}; `url_of(iso3)` returns the URL of a country.
    """
    known, language = spots(), get_language() or "fr"
    radii = radii_of({iso3: count for iso3, count in counts.items() if count})
    return [
        Marker(
            iso3=iso3,
            name=known[iso3].name[language],
            count=counts[iso3],
            url=url_of(iso3),
            point=known[iso3].point,
            radius=radii[iso3],
            reach=_reach(known[iso3].near, radii, radii[iso3]),
            pale=bool(selected) and iso3 not in selected,
        )
        for iso3 in sorted(radii, key=lambda iso3: known[iso3].sort[language])
    ]


def radii_of(counts):
    """Returns {code: radius} with areas in proportion to the counts, except below the smallest radius."""
    most = max(counts.values(), default=1)
    factor = min(ONE, LARGEST / sqrt(most))
    return {key: max(SMALLEST, factor * sqrt(count)) for key, count in counts.items()}


def _reach(near, radii, radius):
    """Returns half way to the edge of the nearest other circle; at most REACH, at least the circle itself."""
    gaps = (distance - radii[other] - radius for other, distance in near.items() if other in radii)
    return max(radius, min(REACH, radius + min(gaps, default=2 * REACH) / 2))
