"""Measures the cost of an edit and the quality of a bounded ranking."""

import time

from django.db import transaction

from activities.models import Activity, SearchRow
from activities.search import PAGE_SIZE, current_index, publish_changes
from activities.search.parsing import parse
from activities.search.results import most_promising
from tests.search import oracle


def edit_cost() -> dict[str, float]:
    """Seconds that a new title takes until its search row is written, and then until the index of this
    process has it; the edit is undone."""
    current_index()
    activity = Activity.objects.published().order_by("?").first()
    text = activity.texts.first()
    row = index = 0.0
    for new in (f"{text.title[:90]} xylographie", text.title):
        with transaction.atomic():
            activity.texts.filter(pk=text.pk).update(title=new)
            start = time.perf_counter()
            publish_changes(Activity.objects.filter(pk=activity.pk))
        written = time.perf_counter()
        found = activity.report_order in current_index().answering(parse("xylographie"))
        row, index = max(row, written - start), max(index, time.perf_counter() - written)
        if found != (new != text.title):
            raise RuntimeError("The index does not show the edit.")
    return {"row_seconds": row, "index_seconds": index}


def ranking_share(word: str) -> float:
    """The score of our first results for a word, as a share of the score of the best ones possible."""
    query = parse(word)
    index = current_index()
    hits = index.answering(query)
    best = SearchRow.objects.filter(vector__answers=oracle.tsquery(query))
    ours = SearchRow.objects.filter(slot__in=most_promising(index, query, hits))
    return _score(ours, query) / _score(best, query)


def _score(activities, query):
    scores = activities.annotate(score=query.relevance("vector")).order_by("-score", "slot")
    return sum(scores.values_list("score", flat=True)[:PAGE_SIZE])
