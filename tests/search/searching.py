"""Entries made to be searched for, and what a text finds."""

from activities.models import Activity
from activities.search.index import current_index
from tests.factories import ActivityFactory


def entry(title="Titre", summary="Résumé", english=("Title", "Summary"), **kwargs):
    """The ref of a new entry; a test gives it words that stand nowhere else in the catalogue."""
    return ActivityFactory(texts={"fr": (title, summary), "en": english}, **kwargs).ref


def found(text):
    query = current_index().parsed(text)
    return set(Activity.objects.published().matching(query).values_list("ref", flat=True)) if query else set()


def ours_ranked(text):
    """The refs of the tests' own entries, the most relevant first."""
    query = current_index().parsed(text)
    ours = Activity.objects.filter(report__ref="2099").matching(query).by_relevance(query)
    return list(ours.values_list("ref", flat=True))
