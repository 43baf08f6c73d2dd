"""Caches which activities contain a word or a phrase.

The GIN index answers a rare word at once; the rows of a common one take long to fetch (0.2 s for
300,000), so their slots are cached, and after an edit only the edited activities are queried again.
"""

from typing import NamedTuple

from pyroaring import BitMap

from activities.models import SearchRow
from unodc_catalogue.database.routing import reading_connection

from .lru_cache import SizedCache

KEPT_BYTES = 32 * 2**20
BYTES_PER_SLOT = 2  # at most, in a compressed bitmap
OVERHEAD = 500  # bytes of a bitmap and its key
FEW = 1000  # edited activities that are queried again; after more of them, all activities are

ANSWERS = f"""
    SELECT asked.query, found.slots
    FROM unnest(%(queries)s::text[]) AS asked (query)
    CROSS JOIN LATERAL (
        SELECT array_agg(slot) AS slots FROM {SearchRow._meta.db_table}
        WHERE vector @@ asked.query::tsquery AND (%(among)s::bigint[] IS NULL OR slot = ANY(%(among)s))
    ) AS found
"""  # noqa: S608  # nosec


class Hits(NamedTuple):
    slots: BitMap
    number: int  # `TextHits.number` of the index that ran the query; may be later than the reader's


class TextHits:
    """Bitmaps of the slots of activities by tsquery, in one LRU cache shared by all indexes.

    An edit invalidates nothing: the next search for a text queries the activities edited meanwhile.
    """

    def __init__(self, changed: BitMap, previous: "TextHits | None" = None):
        self.number: int = previous.number + 1 if previous else 0
        # The slots that the latest edits changed, one bitmap for each index up to this one.
        self.edits: list[BitMap] = _latest([*previous.edits, changed]) if previous else []
        self.kept: SizedCache[str, Hits] = previous.kept if previous else SizedCache(KEPT_BYTES, _size)

    def of(self, queries: list[str]) -> dict[str, BitMap]:
        """Returns {tsquery: slots of the published activities that match it}."""
        found = self.kept.get_many(queries)
        outdated = {query: hits for query, hits in found.items() if hits.number < self.number}
        missing = [query for query in queries if query not in found]
        if missing or outdated:
            new = self._answers(missing) | self._renewed(outdated)
            self.kept.set_many(new)
            found |= new
        return {query: hits.slots for query, hits in found.items()}

    def _renewed(self, outdated):
        age = {query: self.number - hits.number for query, hits in outdated.items()}
        known = {query: hits for query, hits in outdated.items() if age[query] <= len(self.edits)}
        oldest = max((age[query] for query in known), default=0)
        edited = BitMap.union(BitMap(), *self.edits[len(self.edits) - oldest :])
        now = self._answers(known, among=edited)
        return {
            query: Hits((hits.slots - edited) | now[query].slots, self.number)
            for query, hits in known.items()
        } | self._answers(outdated.keys() - known.keys())

    def _answers(self, queries, among=None):
        if not queries:
            return {}
        with reading_connection().cursor() as cursor:
            cursor.execute(
                ANSWERS, {"queries": list(queries), "among": None if among is None else list(among)}
            )
            return {query: Hits(BitMap(slots or ()), self.number) for query, slots in cursor}


def _latest(edits):
    while sum(1 + len(edit) for edit in edits) > FEW:
        edits = edits[1:]
    return edits


def _size(hits):
    return OVERHEAD + BYTES_PER_SLOT * len(hits.slots)
