"""Which entries contain a word or a phrase: asked of the database once, then kept in memory.

The index of the database answers a rare word at once; the entries of a common one take long to
fetch (0.2 s for 300,000), so they are kept, and after an edit only the edited entries are asked about.
"""

from typing import NamedTuple

from django.db import connection
from pyroaring import BitMap

from activities.models import SearchEntry

from .lru_cache import Kept

KEPT_BYTES = 32 * 2**20
BYTES_PER_ENTRY = 2  # at most, in a compressed bitmap
OVERHEAD = 500  # bytes of a bitmap and its key
FEW = 1000  # edited entries that are asked about; after more of them a text is asked anew

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
    number: int  # of the index that asked, or a later one


class TextHits:
    """Bitmaps of the slots of entries, by tsquery; those asked for last, kept in common by all indexes.

    An edit costs nothing here: who next looks for a text asks about the entries edited meanwhile.
    """

    def __init__(self, changed: BitMap, previous: "TextHits | None" = None):
        self.number: int = previous.number + 1 if previous else 0
        # What the last edits changed, up to this index.
        self.edits: list[BitMap] = _latest([*previous.edits, changed]) if previous else []
        self.kept: Kept[str, Hits] = previous.kept if previous else Kept(KEPT_BYTES, _size)

    def of(self, queries: list[str]) -> dict[str, BitMap]:
        """{tsquery: slots of the published entries that answer it}"""
        found = self.kept.of(queries, self._answers)
        outdated = {query: hits for query, hits in found.items() if hits.number < self.number}
        return {query: hits.slots for query, hits in (found | self._renewed(outdated)).items()}

    def _renewed(self, outdated):
        age = {query: self.number - hits.number for query, hits in outdated.items()}
        known = {query: hits for query, hits in outdated.items() if age[query] <= len(self.edits)}
        oldest = max((age[query] for query in known), default=0)
        edited = BitMap.union(BitMap(), *self.edits[len(self.edits) - oldest :])
        now = self._answers(known, among=edited)
        renewed = {
            query: Hits((hits.slots - edited) | now[query].slots, self.number)
            for query, hits in known.items()
        } | self._answers(outdated.keys() - known.keys())
        self.kept.keep(renewed)
        return renewed

    def _answers(self, queries, among=None):
        if not queries:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(
                ANSWERS, {"queries": list(queries), "among": None if among is None else list(among)}
            )
            return {query: Hits(BitMap(slots or ()), self.number) for query, slots in cursor}


def _latest(edits):
    while sum(1 + len(edit) for edit in edits) > FEW:
        edits = edits[1:]
    return edits


def _size(hits):
    return OVERHEAD + BYTES_PER_ENTRY * len(hits.slots)
