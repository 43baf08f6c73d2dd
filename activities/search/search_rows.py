"""Compares the stored search rows and word counts with fresh ones, and rewrites those that differ."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction

from activities.models import Activity, CatalogueVersion, SearchRow, Word

from .indexing import AT_ONCE, count_words, publish_changes, search_texts, stored_words
from .meaning import stored
from .vectors import vector_text

# A draft may have no row; an activity that is no longer published has an empty one.
OTHER_VECTORS = f"""
    SELECT fresh.activity FROM unnest(%s::bigint[], %s::text[]) AS fresh (activity, vector)
    LEFT JOIN {SearchRow._meta.db_table} AS stored ON stored.activity_id = fresh.activity
    WHERE coalesce(stored.vector, ''::tsvector) <> fresh.vector::tsvector
"""  # noqa: S608  # nosec


def outdated() -> Iterator[Activity]:
    """Yields the activities whose stored vector, sentences, names or slot differ from fresh ones."""
    ids = list(Activity.objects.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        yield from _outdated_among(ids[start : start + AT_ONCE])


def miscounted() -> dict[str, int]:
    """Returns {word: correction of its stored count} where the count is not that of the vectors."""
    counts: Counter[str] = Counter()
    ids = list(SearchRow.objects.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        counts.update(stored_words(ids[start : start + AT_ONCE]))
    counts.subtract(dict(Word.objects.values_list("folded", "count")))
    return {word: number for word, number in counts.items() if number}


@transaction.atomic
def refresh() -> tuple[int, int]:
    """Rewrites the rows and counts that differ; returns the numbers of activities and of words that did."""
    # Locked until the commit: whoever publishes a change waits.
    list(CatalogueVersion.objects.select_for_update())
    counts = miscounted()
    differing = [activity.pk for activity in outdated()]
    if differing or counts:
        # First correct the counts of the stored vectors: publish_changes adds the differences of new ones.
        count_words(counts, {}, CatalogueVersion.raised())
        publish_changes(Activity.objects.filter(pk__in=differing))
    return len(differing), len(counts)


def _outdated_among(ids):
    fresh = list(search_texts(ids))
    vectors = {found.activity.pk: vector_text(found.texts) for found in fresh}
    with connection.cursor() as cursor:
        cursor.execute(OTHER_VECTORS, [list(vectors), list(vectors.values())])
        differing = {pk for (pk,) in cursor}
    rows = SearchRow.objects.filter(pk__in=ids).values_list("pk", "slot", "names")
    known = {pk: (slot, names) for pk, slot, names in rows}
    differing |= stored.outdated(found.activity for found in fresh)
    for found in fresh:
        as_now = (found.activity.report_order, found.names)
        if found.activity.pk in differing or known.get(found.activity.pk, as_now) != as_now:
            yield found.activity
