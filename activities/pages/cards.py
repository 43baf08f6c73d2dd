"""Activities as cards of a list.

Rendering cards is most of the cost of a list page, so each process caches them with its index, until the
catalogue changes.
"""

from collections.abc import Iterable

from django.template.loader import get_template
from django.utils.safestring import SafeString

from activities.models import Activity
from activities.search import Answer, Query, Results


def rendered(activities: Iterable[Activity], query: Query | None = None) -> list[SafeString]:
    """Renders activities fetched with `for_page` or `for_list` as cards, with the words of a query marked."""
    template = get_template("activities/_card.html")
    return [template.render({"activity": activity, "query": query}) for activity in activities]


def cards(answer: Answer, slots: Iterable[int]) -> list[SafeString]:
    """Returns the cards of a page of results, in its order; those of the nearest are read with them, and cached."""
    slots = list(slots)
    known = cards_by_slot(answer, [*slots, *(near.slot for near in answer.nearest.activities)])
    return [known[slot] for slot in slots if slot in known]


def cards_by_slot(results: Results, slots: Iterable[int]) -> dict[int, SafeString]:
    """Returns {slot: card}, without those withdrawn meanwhile."""
    cache = results.index.cards
    keys = [(slot, results.search.language, results.query) for slot in slots]
    known = cache.get_many(keys)
    if missing := {slot: (slot, *look) for slot, *look in keys if (slot, *look) not in known}:
        activities = results.activities(missing)
        new = rendered(activities, results.query)
        found = {missing[row.report_order]: card for row, card in zip(activities, new, strict=True)}
        cache.set_many(found)
        known |= found
    return {key[0]: card for key, card in known.items()}
