"""The map: a circle at each country, its area in proportion to the number of activities."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from math import hypot, sqrt

from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext

from activities.models import Country
from activities.models.index import PerVersion

from .projection import place

# Radii in units of the drawing, 2000 of which make its width.
ONE = 11.0  # a single activity, as long as the largest circle keeps below LARGEST
LARGEST, SMALLEST = 44.0, 7.0
# How far a circle answers to a pointer where nothing else is near: 24 pixels across on a telephone.
REACH = 73.0


@dataclass(frozen=True)
class Spot:
    """What the map knows of a country: its name, and where its position lies on the drawing.

    `near`: {ISO alpha-3 code: distance} of the countries that may share its room.
    """

    name: dict[str, str]
    sort: dict[str, str]
    point: tuple[int, int] | None
    near: dict[str, float]


@dataclass(frozen=True)
class Marker:
    """A country on the map and in the table beside it. A State without a position is in the table alone.

    `reach` is the radius that answers to a pointer; a pale marker is not among those selected.
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
    """A Marker for each country with activities, by name. Where some are selected, the others are pale.

    `counts`: {ISO alpha-3 code: activities}; `url_of`: the address for a code.
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
    """{code: radius} with areas in proportion to the counts, apart from the smallest visible circle."""
    most = max(counts.values(), default=1)
    factor = min(ONE, LARGEST / sqrt(most))
    return {key: max(SMALLEST, factor * sqrt(count)) for key, count in counts.items()}


def _reach(near, radii, radius):
    """Half way to the edge of the nearest other circle: REACH at most, the circle itself at least."""
    gaps = (distance - radii[other] - radius for other, distance in near.items() if other in radii)
    return max(radius, min(REACH, radius + min(gaps, default=2 * REACH) / 2))
