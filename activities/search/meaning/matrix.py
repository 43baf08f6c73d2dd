"""The vectors of sentences in the memory of a process, all compared with that of a text."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from activities.language.encoder import DIMENSIONS, Vectors

from .codes import Codes, similarities

Slots = NDArray[np.uint32]
Scores = dict[int, float]  # the similarity of an activity's best sentence, by slot; the nearest first


@dataclass(frozen=True)
class Matrix:
    """One row for each sentence, the rows of an activity in sequence. Immutable."""

    slots: Slots = field(default_factory=lambda: np.empty(0, np.uint32))  # of each row, ascending
    codes: Codes = field(default_factory=lambda: np.empty((0, DIMENSIONS), np.int8))

    def __len__(self):
        return len(self.slots)

    @classmethod
    def of(cls, activities: Iterable[tuple[int, Codes]]) -> "Matrix":
        """Returns the matrix of the (slot, codes) of activities."""
        ordered = sorted(activities, key=lambda activity: activity[0])
        if not ordered:
            return cls()
        slots = np.array([slot for slot, _codes in ordered], np.uint32)
        lengths = [len(codes) for _slot, codes in ordered]
        return cls(np.repeat(slots, lengths), np.concatenate([codes for _slot, codes in ordered]))

    def replaced(self, changed: BitMap, new: "Matrix") -> "Matrix":
        """Returns this matrix without the rows of the changed activities, and with the new rows."""
        kept = ~is_among(self.slots, changed)
        slots = np.concatenate([self.slots[kept], new.slots])
        order = np.argsort(slots, kind="stable")
        return Matrix(slots[order], np.concatenate([self.codes[kept], new.codes])[order])

    def nearest(self, vector: Vectors, among: BitMap, most: int) -> Scores:
        """Returns the scores of the `most` activities nearest to a vector."""
        return best(self.slots, similarities(self.codes, vector), among, most)

    def scores(self, vector: Vectors, among: BitMap) -> Scores:
        rows = is_among(self.slots, among)
        return best(self.slots[rows], similarities(self.codes[rows], vector), among, len(among))


def best(slots: Slots, nearness: Vectors, among: BitMap, most: int) -> Scores:
    """Returns the best score of each of the `most` nearest activities; of equal ones the lower slot wins.

    Rounded: the last digits depend on how many texts were encoded or compared at once.
    """
    if not len(slots):
        return {}
    order = np.argsort(slots, kind="stable")
    ordered = slots[order]
    firsts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    owners = ordered[firsts]
    scores = np.maximum.reduceat(nearness[order], firsts).astype(float).round(4)
    wanted = is_among(owners, among)
    owners, scores = owners[wanted], scores[wanted]
    leading = np.lexsort((owners, -scores))[:most]
    return dict(zip(owners[leading].tolist(), scores[leading].tolist(), strict=True))


def is_among(slots: Slots, among: BitMap) -> NDArray[np.bool_]:
    """Returns which slots are in a bitmap, which may be much larger than their number."""
    return np.isin(slots, np.array((BitMap(slots) & among).to_array(), np.uint32))
