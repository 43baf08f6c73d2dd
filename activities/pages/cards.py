"""Activities as cards of a list.

Rendering cards is most of the cost of a list page, so each process caches them with its index, until the
catalogue changes.
"""

from collections.abc import Iterable

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from activities.models import Activity
from activities.search.query import Query
from activities.search.results import Results


def rendered(activities: Iterable[Activity], query: Query | None = None) -> list[SafeString]:
    """Renders activities fetched with `for_page` or `for_list` as cards, with the words of a query marked."""
    template = get_template("activities/_card.html")
    return [template.render({"activity": activity, "query": query}) for activity in activities]


def cards(results: Results, slots: list[int]) -> list[SafeString]:
    """Returns the cards of a page of results, in its order."""
    look = (get_language(), results.filterset.query)

    def missing(keys):
        activities = results.activities(slot for slot, *_look in keys)
        new = rendered(activities, results.filterset.query)
        return {(activity.report_order, *look): card for activity, card in zip(activities, new, strict=True)}

    keys = [(slot, *look) for slot in slots]
    kept = results.index.cards.get_many(keys, missing)
    return [kept[key] for key in keys if key in kept]
