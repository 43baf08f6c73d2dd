"""Which entries contain a word or a phrase: asked of the database once, then kept in memory.

The index of the database answers a rare word at once; the entries of a common one take long to
fetch (0.2 s for 300,000), so they are kept, and after an edit only the edited entries are asked about.
"""

from typing import NamedTuple

from django.db import connection
from pyroaring import BitMap

from .kept import Kept
from .models import SearchEntry

KEPT_BYTES = 32 * 2**20
BYTES_PER_ENTRY = 2  # at most, in a compressed bitmap
OVERHEAD = 500  # bytes of a bitmap and its key
FEW = 1000  # changed entries that are asked about; after more of them everything is asked anew

ANSWERS = f"""
    SELECT asked.query, found.slots
    FROM unnest(%(queries)s::text[]) AS asked (query)
    CROSS JOIN LATERAL (
        SELECT array_agg(slot) AS slots FROM {SearchEntry._meta.db_table}
        WHERE vector @@ asked.query::tsquery AND (%(among)s::bigint[] IS NULL OR slot = ANY(%(among)s))
    ) AS found
"""  # noqa: S608  # nosec


class Hits(NamedTuple):
    slots: BitMap
    changed: BitMap = BitMap()  # entries that have been edited since, to be asked about when next wanted


class TextHits:
    """Bitmaps of the slots of entries, by tsquery; those asked for last.

    An edit costs nothing here: who next looks for a text asks about the entries edited meanwhile.
    """

    def __init__(self, changed: BitMap, previous: "TextHits | None" = None):
        self.kept: Kept[str, Hits] = Kept(KEPT_BYTES, _size)
        if previous and len(changed) <= FEW:
            known = {
                query: Hits(hits.slots, hits.changed | changed) for query, hits in previous.kept.all().items()
            }
            self.kept.keep({query: hits for query, hits in known.items() if len(hits.changed) <= FEW})

    def of(self, queries: list[str]) -> dict[str, BitMap]:
        """{tsquery: slots of the published entries that answer it}"""
        found = self.kept.of(queries, _answers)
        outdated = {query: hits for query, hits in found.items() if hits.changed}
        if outdated:
            changed = BitMap.union(*(hits.changed for hits in outdated.values()))
            now = _answers(outdated, among=changed)
            renewed = {
                query: Hits((hits.slots - changed) | now[query].slots) for query, hits in outdated.items()
            }
            self.kept.keep(renewed)
            found |= renewed
        return {query: hits.slots for query, hits in found.items()}


def _answers(queries, among=None):
    if not queries:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, {"queries": list(queries), "among": None if among is None else list(among)})
        return {query: Hits(BitMap(slots or ())) for query, slots in cursor}


def _size(hits):
    return OVERHEAD + BYTES_PER_ENTRY * (len(hits.slots) + len(hits.changed))
