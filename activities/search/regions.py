"""Rolls regions up: a region has the activities that name it, a region inside it, or a country in it."""

from dataclasses import dataclass

from pyroaring import BitMap

from activities.models import Region

Bitmaps = dict[str, BitMap]


@dataclass(frozen=True)
class Extent:
    """The countries of a region, and the regions inside it: those whose every country is one of them."""

    countries: frozenset[str]
    regions: frozenset[str]


def read_extents() -> dict[str, Extent]:
    """Returns {slug: Extent} of the regions that cover a country. They follow the lists, not the tree."""
    members: dict[str, set[str]] = {}
    pairs = Region.countries.through.objects.values_list("region__slug", "country__iso3")
    for region, country in pairs:
        members.setdefault(region, set()).add(country)
    return {
        region: Extent(
            frozenset(countries),
            frozenset(other for other, theirs in members.items() if theirs <= countries),
        )
        for region, countries in members.items()
    }


def rolled_up(extents: dict[str, Extent], regions: Bitmaps, countries: Bitmaps) -> Bitmaps:
    """Returns the activities of each region, from those that name each region and each country."""
    rolled = dict(regions)
    for slug, extent in extents.items():
        named = [regions[key] for key in extent.regions if key in regions]
        named += [countries[key] for key in extent.countries if key in countries]
        if named:
            rolled[slug] = BitMap.union(*named)
    return rolled
