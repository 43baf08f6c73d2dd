"""Activities as cards of a list.

Rendering cards is most of the cost of a list page, so each process caches them with its index, until the
catalogue changes.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from activities.models import Activity, Figure, Unit
from activities.search import Answer, FacetIndex, Query, Results

TITLE = "title"  # in the keys of the cache, where cards have their query


def rendered(activities: Iterable[Activity], query: Query | None = None) -> list[SafeString]:
    """Renders activities fetched with `for_page` or `for_list` as cards, with the words of a query marked."""
    template = get_template("activities/_card.html")
    return [
        template.render({"activity": activity, "query": query, "figure": main_figure(activity)})
        for activity in activities
    ]


def main_figure(activity: Activity) -> Figure | None:
    """Returns the first result that an activity fetched with `for_page` states, without its relations."""
    stated = activity.main_figure  # type: ignore[attr-defined]  # an annotation of the query
    if stated is None:
        return None
    unit = Unit(slug=stated.pop("slug"), name_fr=stated.pop("name_fr"), name_en=stated.pop("name_en"))
    return Figure(**stated | {"value": Decimal(stated["value"]), "unit": unit})


def cards(results: Results, slots: Iterable[int]) -> list[SafeString]:
    """Returns the cards of these slots, in their order."""
    return list(cards_by_slot(results, list(slots)).values())


def cards_of_page(answer: Answer, slots: Iterable[int]) -> list[SafeString]:
    """Returns the cards of a page of results; those of the nearest are read with them, and cached."""
    slots = list(slots)
    known = cards_by_slot(answer, [*slots, *(near.slot for near in answer.nearest.activities)])
    return [known[slot] for slot in slots if slot in known]


def cards_by_slot(results: Results, slots: Iterable[int]) -> dict[int, SafeString]:
    """Returns {slot: card}, without those withdrawn meanwhile."""

    def read(missing):
        activities = results.activities(missing)
        slots = [activity.report_order for activity in activities]
        return dict(zip(slots, rendered(activities, results.query), strict=True))

    return _cached(
        results.index, {slot: (slot, results.search.language, results.query) for slot in slots}, read
    )


def titles_by_slot(index: FacetIndex, slots: Iterable[int]) -> dict[int, SafeString]:
    """Returns {slot: title as an item of a list}, without those withdrawn meanwhile."""

    def read(missing):
        activities = Activity.objects.published().at(missing).prefetch_related("texts")
        template = get_template("activities/_title.html")
        return {activity.report_order: template.render({"activity": activity}) for activity in activities}

    return _cached(index, {slot: (slot, get_language(), TITLE) for slot in slots}, read)


def _cached(index, keys, read) -> dict[int, SafeString]:
    """Returns {slot: what is cached by its key}; `read` renders those that are missing."""
    known = index.cards.get_many(keys.values())
    if missing := [slot for slot, key in keys.items() if key not in known]:
        found = {keys[slot]: html for slot, html in read(missing).items()}
        index.cards.set_many(found)
        known |= found
    return {slot: known[key] for slot, key in keys.items() if key in known}
