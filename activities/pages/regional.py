"""The page of a region: what names it, what names a region or a country inside it, and what is worldwide."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from pyroaring import BitMap

from activities.models import Activity
from activities.models.vocabulary import Scope

from .cards import rendered
from .profiles import SHOWN, Profile

TITLES = 150  # listed of those that do not name it


@dataclass(frozen=True)
class Block:
    """Some of the activities of a region; those beyond the first are only counted."""

    slots: BitMap

    @property
    def count(self):
        return len(self.slots)

    @cached_property
    def cards(self):
        activities = Activity.objects.published().at(self.slots[:SHOWN])
        return rendered(activities.in_report_order().for_list())

    @property
    def left(self):
        return max(0, self.count - SHOWN)

    @cached_property
    def titles(self):
        return Activity.objects.published().at(self.slots[:TITLES]).in_report_order().for_titles()

    @property
    def titles_left(self):
        return max(0, self.count - TITLES)


class RegionProfile(Profile):
    """A region with its three blocks, of which no activity is in two."""

    @cached_property
    def named(self):
        return Block(self.index.regions_named.get(self.key, BitMap()))

    @cached_property
    def inside(self):
        return Block(self.results.slots - self.named.slots)

    @cached_property
    def worldwide(self):
        return Block(self.index.having("scope", [Scope.GLOBAL]) - self.results.slots)
