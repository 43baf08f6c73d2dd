"""The page of a partner: its activities, by the part that it takes in them."""

from django.utils.functional import cached_property
from django.utils.translation import ngettext_lazy
from pyroaring import BitMap

from activities.models import ActivityPartner
from activities.models.vocabulary import Part, Status

from .cards import cards
from .portions import Block
from .profiles import SHOWN, Profile

HEADINGS = {
    Part.WITH: ngettext_lazy("%d activity together with UNODC", "%d activities together with UNODC"),
    Part.SERVED: ngettext_lazy(
        "%d activity that services or supports it", "%d activities that service or support it"
    ),
    Part.HOST: ngettext_lazy("%d activity that it hosts", "%d activities that it hosts"),
}


class PartnerProfile(Profile):
    """A partner, with its activities in a block for each of its parts."""

    @cached_property
    def by_part(self):
        """Returns [(heading, block)] in the order of the parts; empty if UNODC does all of them with it."""
        rows = ActivityPartner.objects.filter(partner=self.record, activity__status=Status.PUBLISHED)
        others = rows.exclude(part=Part.WITH)  # few, of the many activities of a partner
        slots = {part: BitMap() for part in HEADINGS}
        for part, slot in others.values_list("part", "activity__report_order"):
            slots[Part(part)].add(slot)
        slots[Part.WITH] = self.results.slots - BitMap.union(*slots.values())
        found = {part: some & self.results.slots for part, some in slots.items()}
        if len(found[Part.WITH]) == self.count:
            return []
        return [(HEADINGS[part] % len(some), self._block(some)) for part, some in found.items() if some]

    def _block(self, slots):
        return Block(slots, cards(self.results, slots[:SHOWN]))

    @property
    def left(self):
        return sum(block.left for _heading, block in self.by_part) if self.by_part else super().left
