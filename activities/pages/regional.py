"""The page of a region: what names it, what names a region or a country inside it, and what is worldwide."""

from operator import attrgetter

from django.utils.functional import cached_property
from django.utils.translation import get_language
from pyroaring import BitMap

from activities.models.vocabulary import Scope

from .cards import cards, titles_by_slot
from .portions import TITLES, Block
from .profiles import SHOWN, Profile


class RegionProfile(Profile):
    """A region with its three blocks, of which no activity is in two."""

    @property
    def countries(self):
        """The countries that it covers, by name."""
        extent, records = self.index.extents.get(self.key), self.index.records["country"]
        found = (records[iso3] for iso3 in extent.countries) if extent else ()
        return sorted(found, key=attrgetter(f"sort_{get_language() or 'fr'}", "pk"))

    @cached_property
    def named(self):
        slots = self.index.regions_named.get(self.key, BitMap())
        return Block(slots, cards(self.results, slots[:SHOWN]))

    @cached_property
    def inside(self):
        return self._by_title(self._inside)

    @cached_property
    def worldwide(self):
        return self._by_title(self._worldwide)

    @cached_property
    def _inside(self):
        return self.results.slots - self.named.slots

    @cached_property
    def _worldwide(self):
        return self.index.having("scope", [Scope.GLOBAL]) - self.results.slots

    def _by_title(self, slots):
        return Block(slots, [self._titled[slot] for slot in slots[:TITLES] if slot in self._titled])

    @cached_property
    def _titled(self):
        """Returns {slot: title} of both blocks of titles, read together."""
        return titles_by_slot(self.index, self._inside[:TITLES] | self._worldwide[:TITLES])
