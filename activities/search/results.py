"""The activities that match a search, in their order, page by page."""

from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from pyroaring import BitMap

from activities.models import Activity, SearchRow

from .query import Query
from .search import ORDERS, RELEVANCE, REPORT, Search
from .whole import for_cards

if TYPE_CHECKING:
    from .index import FacetIndex

PAGE_SIZE = 25
RANKED = 2000  # activities at most: ranking every hit of a common word takes a second at a million


class Results:
    """The results of a search: counted in bitmaps, read from the database page by page.

    A sequence of slots, as Paginator requires.
    """

    def __init__(self, index: "FacetIndex", search: Search, typed: str = ""):
        self.index, self.search = index, search
        self.typed = typed  # the text before it was corrected; empty if it was not

    @cached_property
    def query(self) -> Query:
        """The parsed text; false when there is none.

        A last word that no activity contains is taken as a prefix, if any activity contains that.
        """
        query = self.index.parsed(self.search.text)
        if (last := query.last_word) and not self.index.answering(Query(((last,),))):
            begun = query.with_last_word_begun()
            if self.index.answering(begun.only_last_word()):
                return begun
        return query

    @cached_property
    def order(self) -> str:
        """The order in force: relevance applies only with a text."""
        if self.query:
            return self.search.order or RELEVANCE
        return REPORT if self.search.order in ("", RELEVANCE) else self.search.order

    @property
    def orders(self):
        """Returns [(order, label)] of those that apply."""
        has_text = bool(self.query)
        return [(value, label) for value, label in ORDERS.items() if has_text or value != RELEVANCE]

    @cached_property
    def hits(self) -> BitMap:
        """The slots of the activities that match the text alone."""
        return self.index.answering(self.query)

    @cached_property
    def slots(self) -> BitMap:
        """The slots of the activities that match the text and every facet."""
        return self.selected(self.hits)

    def selected(self, hits: BitMap, **instead: Iterable[str]) -> BitMap:
        """Returns the hits that match every facet; `instead` replaces the selection of a facet."""
        selection = {**self.search.selection, **instead}
        chosen = (self.index.having(facet, keys) for facet, keys in selection.items() if keys)
        return reduce(and_, chosen, hits)

    def __len__(self):
        return len(self.slots)

    def __getitem__(self, part: slice) -> list[int]:
        return self._ordered(part.start or 0, part.stop)

    def paginated(self) -> "Paginator[int]":
        # Paginator uses the length and slices, nothing else.
        return Paginator(self, PAGE_SIZE)  # type: ignore[type-var,arg-type]

    def activities(self, slots: Iterable[int]) -> list[Activity]:
        """Returns the activities of these slots, in that order, with their countries and regions."""
        places = {slot: place for place, slot in enumerate(slots)}
        activities = for_cards(places)
        for activity in activities:
            activity.named_countries = self.index.carried_by(activity.report_order, "country")
            activity.named_regions = self.index.carried_by(activity.report_order, "region")
        return sorted(activities, key=lambda activity: places[activity.report_order])

    def _ordered(self, start, stop) -> list[int]:
        match self.order:
            case "report":
                return list(self.slots[start:stop])
            case "relevance":
                return self._ranked(start, stop)
        return self._sorted(start, stop)

    def _sorted(self, start, stop):
        """Returns the slots by date or title, which the database knows."""
        if len(self.slots) == len(self.index.all):
            # Without a filter: an array of a million slots takes seconds.
            found = list(self._in_order(Activity.objects.published())[start:stop])
            edited_since = len(found) < len(range(len(self))[start:stop]) or BitMap(found) - self.slots
            if not edited_since:
                return found
        return list(self._in_order(Activity.objects.at(self.slots))[start:stop])

    def _in_order(self, activities):
        newest = self.order == "newest"
        ordered = activities.newest_first() if newest else activities.by_title(self.search.language)
        return ordered.values_list("report_order", flat=True)

    def _ranked(self, start, stop):
        """Returns the most promising slots by relevance, then the others in report order."""
        best = most_promising(self.index, self.query, self.slots)
        ranked = []
        if start < len(best):
            activities = SearchRow.objects.filter(slot__among=best)
            by_rank = activities.order_by(self.query.relevance("vector").desc(), "slot")
            ranked = list(by_rank.values_list("slot", flat=True)[start:stop])
        others = self.slots - best
        return ranked + list(others[max(0, start - len(best)) : max(0, stop - len(best))])


def most_promising(index, query, slots: BitMap) -> BitMap:
    """Returns at most RANKED hits to rank: all the words in the title, then some of them, then any hit."""
    if len(slots) <= RANKED:
        return slots
    titles = list(index.hits.of([term.titled_by for term in query.wanted]).values()) or [slots]
    best = BitMap()
    for tier in (BitMap.intersection(*titles), BitMap.union(*titles), slots):
        best |= ((tier & slots) - best)[: RANKED - len(best)]
    return best
