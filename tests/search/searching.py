"""Activities made to be searched for, and what a text finds."""

from django.http import QueryDict

from activities.models import Activity
from activities.search import PAGE_SIZE, ActivityFilter, Answer, Search, current_index, find
from tests.factories import ActivityFactory


def an_activity(title="Titre", summary="Résumé", english=("Title", "Summary"), **kwargs):
    """The ref of a new activity; a test gives it words that stand nowhere else in the catalogue."""
    return ActivityFactory(texts={"fr": (title, summary), "en": english}, **kwargs).ref


def results_of(query: str) -> Answer:
    """Returns what a page finds for its query string."""
    form = ActivityFilter(QueryDict(query))
    assert form.is_valid(), form.errors
    return find(form.search, current_index())


def refs_of(results) -> list[str]:
    """The refs of all results, in their order."""
    refs = dict(Activity.objects.at(results.slots).values_list("report_order", "ref"))
    return [refs[slot] for slot in results[: len(results)]]


def ranked(text) -> list[str]:
    """The refs that a text finds, the most relevant first; none for a text of signs and common words."""
    results = current_index().find(Search(text))
    return refs_of(results) if results.query else []


def shown(text) -> list[str]:
    """Returns the refs in the order of the first page: those with all the words, then the nearest."""
    answer = find(Search(text), current_index())
    first = answer[:PAGE_SIZE] if answer.query else []
    slots = [*first, *(near.slot for near in answer.nearest.activities)]
    refs = dict(Activity.objects.at(slots).values_list("report_order", "ref"))
    return [refs[slot] for slot in slots]


def found(text):
    return set(ranked(text))


def ours_ranked(text):
    """The refs of the tests' own activities, the most relevant first."""
    ours = set(Activity.objects.filter(report__ref="2099").values_list("ref", flat=True))
    return [ref for ref in ranked(text) if ref in ours]
