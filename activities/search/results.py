"""The activities that match a query, in their order, page by page."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from pyroaring import BitMap

from activities.models import Activity, SearchEntry

PAGE_SIZE = 25
RANKED = 2000  # activities at most: ranking every hit of a common word takes a second at a million
SORTED = 10_000  # results at most that are sorted by slot; for more, the filtered query is sorted


def paginated(results: "Results") -> "Paginator[int]":
    # Paginator uses the length and slices, nothing else.
    return Paginator(results, PAGE_SIZE)  # type: ignore[type-var,arg-type]


class Results:
    """The results of a valid ActivityFilter: counted in bitmaps, read from the database page by page.

    A sequence of slots, as Paginator requires.
    """

    def __init__(self, filterset):
        self.filterset = filterset
        self.index = filterset.index
        self.selection = {facet: filterset.form.cleaned_data[facet] for facet in self.index.values}

    @cached_property
    def hits(self) -> BitMap:
        """The slots of the activities that match the text alone."""
        return self.index.answering(self.filterset.query)

    @cached_property
    def slots(self) -> BitMap:
        """The slots of the activities that match the text and every facet."""
        return self.answering(self.hits, self.selection)

    def answering(self, hits: BitMap, selection: dict[str, list[str]]) -> BitMap:
        chosen = (self.index.having(facet, keys) for facet, keys in selection.items() if keys)
        return reduce(and_, chosen, hits)

    def __len__(self):
        return len(self.slots)

    def __getitem__(self, part: slice) -> list[int]:
        return self._ordered(part.start or 0, part.stop)

    def activities(self, slots: Iterable[int]) -> list[Activity]:
        """Returns the activities of these slots, in that order."""
        places = {slot: place for place, slot in enumerate(slots)}
        activities = list(Activity.objects.published().for_page().filter(report_order__in=places))
        for activity in activities:
            activity.named_countries = self.index.carried_by(activity.report_order, "country")
            activity.named_regions = self.index.carried_by(activity.report_order, "region")
        return sorted(activities, key=lambda activity: places[activity.report_order])

    def _ordered(self, start, stop) -> list[int]:
        match self.filterset.order:
            case "report":
                return list(self.slots[start:stop])
            case "relevance":
                return self._ranked(start, stop)
        found = self.filterset.qs
        if len(self) <= SORTED:
            found = self.filterset.ordered(Activity.objects.filter(report_order__in=self.slots))
        return list(found.values_list("report_order", flat=True)[start:stop])

    def _ranked(self, start, stop):
        """Returns the most promising slots by relevance, then the others in report order."""
        best = most_promising(self.index, self.filterset.query, self.slots)
        ranked = []
        if start < len(best):
            entries = SearchEntry.objects.filter(slot__in=best)
            by_rank = entries.order_by(self.filterset.query.relevance("vector").desc(), "slot")
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
