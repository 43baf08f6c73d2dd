"""The vectors of a large catalogue, in files that all processes of a machine map into memory.

The vectors lie in cells around centres (an inverted file): a query is compared with the centres, then with the
sentences of the nearest cells. The files of one build share a folder, named after the state of the catalogue.
"""

import mmap
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from activities.language.encoder import Vectors
from activities.models.index import State

from .codes import Codes, similarities
from .matrix import Scores, Slots, best

ARRAYS = ("centres", "starts", "codes", "owners", "slots", "firsts", "rows")
FOLDER = re.compile(r"\d+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COMPARED = 60_000  # sentences of the nearest cells: 30 MB are read
ALL_COMPARED = 20_000  # sentences of the activities in `among` that are compared whatever cell they lie in


@dataclass(frozen=True)
class Cells:
    """An opened build: arrays that the operating system reads when they are used, and shares."""

    state: State
    centres: Vectors
    starts: NDArray[np.int64]  # of the rows of each cell; one more for the end
    codes: Codes
    owners: Slots  # of each row
    slots: Slots  # of the activities, ascending
    firsts: NDArray[np.int64]  # of the places in `rows` of each activity; one more for the end
    rows: NDArray[np.uint32]  # by activity

    @classmethod
    def opened(cls, folder: Path) -> "Cells":
        arrays: dict[str, Any] = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
        return cls(state_of(folder), **arrays)

    @contextmanager
    def _read(self):
        """Yields the codes; their pages, of 3 GB at a million activities, are given back after each use.

        They stay in the memory of the machine. As long as a process has them mapped they count as its own, for
        a server that restarts what has grown too large. Another thread that is reading them finds them again.
        """
        yield self.codes
        if isinstance(self.codes.base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self.codes.base.madvise(mmap.MADV_DONTNEED)

    def nearest(self, vector: Vectors, among: BitMap, most: int) -> Scores:
        """Returns the scores of activities near to a vector: exactly the nearest where `among` holds few."""
        if len(among) * len(self.owners) <= ALL_COMPARED * len(self.slots):
            return dict(list(self.scores(vector, among).items())[:most])
        return self._in_nearest_cells(vector, among, most)

    def scores(self, vector: Vectors, among: BitMap) -> Scores:
        wanted = np.array(among.to_array(), np.uint32)
        places = np.searchsorted(self.slots, wanted)
        places = places[self.slots[np.minimum(places, len(self.slots) - 1)] == wanted]
        parts = [self.rows[self.firsts[place] : self.firsts[place + 1]] for place in places]
        rows = np.sort(np.concatenate(parts)) if parts else np.empty(0, np.uint32)
        with self._read() as codes:
            return best(self.owners[rows], similarities(codes[rows], vector), among, len(among))

    def _in_nearest_cells(self, vector, among, most):
        ordered = np.argsort(-(self.centres @ vector), kind="stable")
        ends = np.cumsum(self.starts[ordered + 1] - self.starts[ordered])
        cells = ordered[: 1 + int(np.searchsorted(ends, COMPARED))]
        spans = [slice(self.starts[cell], self.starts[cell + 1]) for cell in cells]
        with self._read() as codes:
            nearness = np.concatenate([similarities(codes[span], vector) for span in spans])
        return best(np.concatenate([self.owners[span] for span in spans]), nearness, among, most)


def folder_of(root: Path, state: State) -> Path:
    return root / f"{state.number}-{state.mark}"


def state_of(folder: Path) -> State:
    number, _hyphen, mark = folder.name.partition("-")
    return State(int(number), UUID(mark))


def finished_builds(root: Path) -> list[Path]:
    """Returns the folders of finished builds, the latest first."""
    found = [folder for folder in root.glob("*") if FOLDER.fullmatch(folder.name)]
    return sorted(found, key=lambda folder: state_of(folder).number, reverse=True)
