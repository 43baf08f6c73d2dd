"""The index by which a process finds the activities that are near in meaning to a text."""

import logging
from contextlib import suppress

from django.conf import settings
from pyroaring import BitMap

from activities.language import encoder
from activities.models import CatalogueVersion, PastVersion, SearchRow, SentenceVectors
from activities.models.index import NEVER, Renewed, State

from ..snapshot import snapshot
from .cells import Cells, finished_builds, state_of
from .codes import from_bytes
from .matrix import Matrix, Scores

IN_MEMORY = 100_000  # sentences, 52 MB, some 15,000 activities: more are compared too slowly one by one
AT_ONCE = 2000  # activities read from the database together

log = logging.getLogger(__name__)


class MeaningIndex:
    """The sentences of the published activities: those of a build on disk, if any, and those written since.

    An index never changes; a newer one shares what is unchanged.
    """

    @snapshot()
    def __init__(self, since: int = NEVER, previous: "MeaningIndex | None" = None):
        known = previous.cells if previous else None
        self.cells: Cells | None = present_build(known)
        if previous is None or self.cells is not known:
            since = self.cells.state.number if self.cells else NEVER
            previous = None
        changed = BitMap(SearchRow.objects.filter(version__gt=since).values_list("slot", flat=True))
        recent = _read(since)
        self.recent: Matrix = previous.recent.replaced(changed, recent) if previous else recent
        # Activities whose sentences in the build are not the present ones.
        self.outdated: BitMap = (previous.outdated if previous else BitMap()) | changed

    def nearest(self, vector: encoder.Vectors, among: BitMap, most: int) -> Scores:
        """Returns the scores of the `most` activities in `among` nearest to a vector, the nearest first."""
        old = self.cells.nearest(vector, among - self.outdated, most) if self.cells else {}
        return _first(old | self.recent.nearest(vector, among, most), most)

    def scores(self, vector: encoder.Vectors, among: BitMap) -> Scores:
        """Returns the scores of these activities; none for those without a stored sentence."""
        old = self.cells.scores(vector, among - self.outdated) if self.cells else {}
        return old | self.recent.scores(vector, among)


current_meaning = Renewed(MeaningIndex)


def is_usable(state: State) -> bool:
    """Returns True if the present catalogue continues that state."""
    return CatalogueVersion.state() == state or PastVersion.has(state)


def present_build(known: Cells | None = None) -> Cells | None:
    """Opens the latest build that the present catalogue continues, unless it is the one known."""
    for folder in finished_builds(settings.SENTENCE_INDEX_DIR):
        if known and known.state == state_of(folder):
            return known
        if is_usable(state_of(folder)):
            with suppress(OSError):  # removed meanwhile, by a later build
                return Cells.opened(folder)
    return None


def _read(since) -> Matrix:
    """Reads the sentences written after a version; IN_MEMORY at most, those of the latest reports."""
    rows = SentenceVectors.objects.filter(activity__search_row__version__gt=since)
    found, total = [], 0
    for slot, vectors in (
        rows.order_by("activity__report_order")
        .values_list("activity__report_order", "vectors")
        .iterator(AT_ONCE)
    ):
        codes = from_bytes(bytes(vectors))
        total += len(codes)
        if total > IN_MEMORY:
            log.warning("More sentences than a process compares: run `manage.py build_sentence_index`.")
            break
        found.append((slot, codes))
    return Matrix.of(found)


def _first(scores: Scores, most: int) -> Scores:
    ordered = sorted(scores, key=lambda slot: (-scores[slot], slot))[:most]
    return {slot: scores[slot] for slot in ordered}
