"""Counts what concerns a country: the activities that name it, regional ones that cover it, worldwide ones."""

from dataclasses import dataclass

from django.utils.translation import ngettext
from pyroaring import BitMap

from activities.models.vocabulary import Scope

from .index import FacetIndex


@dataclass(frozen=True)
class Around:
    """The numbers of activities in the three blocks of the page of a country, of which none is in two."""

    named: int
    regional: int
    worldwide: int

    @property
    def said(self) -> str:
        """The three numbers in words: “0 activities, 9 regional, 118 global”."""
        naming = ngettext("%(counter)s activity", "%(counter)s activities", self.named)
        regional = ngettext("%(counter)s regional", "%(counter)s regional", self.regional)
        worldwide = ngettext("%(counter)s global", "%(counter)s global", self.worldwide)
        parts = ((naming, self.named), (regional, self.regional), (worldwide, self.worldwide))
        return ", ".join(text % {"counter": number} for text, number in parts)


def around(iso3: str, index: FacetIndex) -> Around:
    named = index.having("country", [iso3])
    covering = [
        index.regions_named[region]
        for region, extent in index.extents.items()
        if iso3 in extent.countries and region in index.regions_named
    ]
    regional = BitMap.union(BitMap(), *covering) - named
    worldwide = index.having("scope", [Scope.GLOBAL]) - named - regional
    return Around(len(named), len(regional), len(worldwide))
