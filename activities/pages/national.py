"""The page of a country: what names it, what covers it by a region, and what is worldwide."""

from operator import attrgetter

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import get_language
from pyroaring import BitMap

from activities.models import Figure, Locality
from activities.models.places import Basis
from activities.models.vocabulary import Scope, Status

from .cards import cards, titles_by_slot
from .portions import TITLES, Block
from .profiles import FIRST, Profile

NAMED = 20  # cards of a page


class CountryProfile(Profile):
    """A country with its three blocks, of which no activity is in two."""

    def __init__(self, country, portion=FIRST):
        super().__init__(country, "country", ["theme", "programme", "partner", "instrument"], portion)

    @property
    def lengths(self):
        blocks = (self._covering, self._worldwide, self._located)
        lengths = [(len(block), TITLES) for block in blocks]
        return [*super().lengths, (self.count, NAMED), *lengths]

    @cached_property
    def named(self):
        slots = self.results.slots
        return Block(slots, cards(self.results, self.portion.of(slots, NAMED)))

    @cached_property
    def covering(self):
        """Returns the regional activities that cover the country without naming it, with their titles."""
        return self._by_title(self._covering)

    @cached_property
    def regions(self):
        """Returns [(region, titles)] of those shown of these, by the regions that they name."""
        shown = BitMap(self.portion.of(self._covering, TITLES))
        found = ((region, self._titles(slots & shown)) for region, slots in self._by_region)
        return [(region, titles) for region, titles in found if titles]

    @cached_property
    def worldwide(self):
        return self._by_title(self._worldwide)

    @cached_property
    def localities(self):
        """Returns [(locality, titles)] of those that activities name."""
        found: dict[Locality, dict[int, None]] = {}
        for locality in self.portion.of(self._located, TITLES):
            found.setdefault(locality, {})[locality.slot] = None
        return [(locality, self._titles(slots)) for locality, slots in found.items()]

    @property
    def stated(self):
        return Figure.objects.published().counting_for(self.record)

    @cached_property
    def member_of(self):
        """Returns the regions that cover the country, by name."""
        extents, records = self.index.extents, self.index.records["region"]
        found = (records[slug] for slug, extent in extents.items() if self.key in extent.countries)
        return sorted(found, key=attrgetter(f"sort_{get_language() or 'fr'}", "pk"))

    @property
    def continent(self):
        return next((one for one in self.member_of if one.basis == Basis.M49 and not one.parent_id), None)

    @cached_property
    def _by_region(self):
        named, by_region = self.results.slots, self.index.regions_named
        found = ((region, by_region.get(region.slug, BitMap()) - named) for region in self.member_of)
        return [(region, slots) for region, slots in found if slots]

    @cached_property
    def _covering(self):
        return BitMap.union(BitMap(), *(slots for _region, slots in self._by_region))

    @cached_property
    def _worldwide(self):
        return self.index.having("scope", [Scope.GLOBAL]) - self.results.slots - self._covering

    @cached_property
    def _located(self):
        """Returns each locality once for every published activity that names it, with its slot."""
        roles = Locality.objects.filter(
            country=self.record, activity_roles__activity__status=Status.PUBLISHED
        )
        return list(
            roles.annotate(slot=F("activity_roles__activity__report_order")).order_by(
                f"sort_{get_language() or 'fr'}", "pk", "slot"
            )
        )

    def _by_title(self, slots):
        return Block(slots, self._titles(self.portion.of(slots, TITLES)))

    def _titles(self, slots):
        return [self._titled[slot] for slot in slots if slot in self._titled]

    @cached_property
    def _titled(self):
        """Returns {slot: title} of all that the page shows by title, read together."""
        shown = BitMap(locality.slot for locality in self.portion.of(self._located, TITLES))
        for slots in (self._covering, self._worldwide):
            shown |= BitMap(self.portion.of(slots, TITLES))
        return titles_by_slot(self.index, shown)
