"""The page of a country: what names it, what covers it by a region, and what is worldwide."""

from django.utils.functional import cached_property
from pyroaring import BitMap

from activities.models.vocabulary import Scope

from .cards import cards, titles_by_slot
from .profiles import Profile


class CountryProfile(Profile):
    """A country with its three blocks, of which no activity is in two."""

    def __init__(self, country):
        super().__init__(country, "country", ["theme", "programme", "partner", "instrument"])

    @cached_property
    def named(self):
        return cards(self.results, self.results.slots)

    @cached_property
    def covering(self):
        """Returns the titles of the regional activities that cover the country without naming it."""
        return self._titles(self._covering)

    @cached_property
    def regions(self):
        """Returns [(region, titles)] of these, by the regions that they name."""
        return [(region, self._titles(slots)) for region, slots in self._by_region.items()]

    @cached_property
    def worldwide(self):
        return self._titles(self._worldwide)

    @cached_property
    def _by_region(self):
        named, by_region = self.results.slots, self.index.regions_named
        regions = self.record.regions.by_name()
        found = {region: by_region.get(region.slug, BitMap()) - named for region in regions}
        return {region: slots for region, slots in found.items() if slots}

    @cached_property
    def _covering(self):
        return BitMap.union(BitMap(), *self._by_region.values())

    @cached_property
    def _worldwide(self):
        return self.index.having("scope", [Scope.GLOBAL]) - self.results.slots - self._covering

    def _titles(self, slots):
        return [self._titled[slot] for slot in slots if slot in self._titled]

    @cached_property
    def _titled(self):
        """Returns {slot: title} of both blocks of titles, read together."""
        return titles_by_slot(self.index, self._covering | self._worldwide)
