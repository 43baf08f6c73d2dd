"""The activities that answer a query, in their order, page by page."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from pyroaring import BitMap

from activities.models import Activity, SearchEntry

PAGE_SIZE = 25
RANKED = 2000  # entries at most: ranking every hit of a common word takes a second at a million
SORTED = 10_000  # results at most that are sorted by their numbers; of more, the query itself is sorted


def paginated(results: "Results") -> "Paginator[int]":
    # A paginator asks for a length and for slices, nothing else.
    return Paginator(results, PAGE_SIZE)  # type: ignore[type-var,arg-type]


class Results:
    """What a valid ActivityFilter finds: counted in bitmaps, read from the database page by page.

    A sequence of slots, as a paginator wants it.
    """

    def __init__(self, filterset):
        self.filterset = filterset
        self.index = filterset.index
        self.selection = {facet: filterset.form.cleaned_data[facet] for facet in self.index.values}

    @cached_property
    def hits(self) -> BitMap:
        """The activities that answer the text alone."""
        return self.index.answering(self.filterset.query)

    @cached_property
    def slots(self) -> BitMap:
        """The activities that answer everything."""
        return self.answering(self.hits, self.selection)

    def answering(self, hits: BitMap, selection: dict[str, list[str]]) -> BitMap:
        chosen = (self.index.having(facet, keys) for facet, keys in selection.items() if keys)
        return reduce(and_, chosen, hits)

    def __len__(self):
        return len(self.slots)

    def __getitem__(self, part: slice) -> list[int]:
        return self._ordered(part.start or 0, part.stop)

    def activities(self, slots: Iterable[int]) -> list[Activity]:
        """The activities of these slots, in that order."""
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
        """The most promising by relevance, then all others in the order of the reports."""
        best = most_promising(self.index, self.filterset.query, self.slots)
        ranked = []
        if start < len(best):
            entries = SearchEntry.objects.filter(slot__in=best)
            by_rank = entries.order_by(self.filterset.query.relevance("vector").desc(), "slot")
            ranked = list(by_rank.values_list("slot", flat=True)[start:stop])
        others = self.slots - best
        return ranked + list(others[max(0, start - len(best)) : max(0, stop - len(best))])


def most_promising(index, query, slots: BitMap) -> BitMap:
    """The hits that are worth ranking: those with all the words in their title, then with some, then any."""
    if len(slots) <= RANKED:
        return slots
    titles = list(index.hits.of([term.titled_by for term in query.wanted]).values()) or [slots]
    best = BitMap()
    for tier in (BitMap.intersection(*titles), BitMap.union(*titles), slots):
        best |= ((tier & slots) - best)[: RANKED - len(best)]
    return best
