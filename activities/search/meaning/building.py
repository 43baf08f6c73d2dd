"""Builds the files of `cells`: centres from a sample, each vector in the cell of its nearest centre."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import numpy as np

from activities.language.encoder import DIMENSIONS, Vectors
from activities.models.index import State

from .cells import finished_builds, folder_of
from .codes import Codes, decoded
from .matrix import Matrix, Slots

CELL = 1500  # sentences of a cell, about
SAMPLE = 40  # sentences for each centre from which the centres are made
TURNS = 8
BLOCK = 16_384  # rows at once
SEED = 1

Batches = Callable[[], Iterator[Matrix]]


def build(root: Path, state: State, batches: Batches, total: int) -> Path:
    """Writes a build of `total` vectors, removes the older ones, and returns its folder.

    `batches` is called twice, once for the sample. A process that has mapped an older build goes on using it.
    """
    root.mkdir(parents=True, exist_ok=True)
    folder, temporary = folder_of(root, state), Path(mkdtemp(prefix=".new-", dir=root))
    try:
        centres = _centres(batches, total)
        cells, owners = _assigned(batches, centres, total, temporary / "unordered.npy")
        _write(temporary, centres, cells, owners)
        (temporary / "unordered.npy").unlink()
        temporary.chmod(0o755)
        rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
    finally:
        rmtree(temporary, ignore_errors=True)
    for older in finished_builds(root):
        if older != folder:
            rmtree(older, ignore_errors=True)
    return folder


def _centres(batches, total) -> Vectors:
    """Returns the centres of a sample, by k-means on the sphere."""
    rng = np.random.default_rng(SEED)
    number = max(1, total // CELL)
    share = number * SAMPLE / max(1, total)
    sample = decoded(np.concatenate([batch.codes[rng.random(len(batch)) < share] for batch in batches()]))
    centres = sample[rng.choice(len(sample), min(number, len(sample)), replace=False)]
    for _turn in range(TURNS):
        nearest = _nearest(sample, centres)
        order = np.argsort(nearest, kind="stable")
        used, firsts = np.unique(nearest[order], return_index=True)
        sums = np.add.reduceat(sample[order], firsts, axis=0)
        centres[used] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return centres


def _assigned(batches, centres, total, path) -> tuple[Slots, Slots]:
    """Writes the codes as they come; returns the cell and the slot of each."""
    written = np.lib.format.open_memmap(path, "w+", np.int8, (total, DIMENSIONS))
    cells, owners, end = np.empty(total, np.uint32), np.empty(total, np.uint32), 0
    for batch in batches():
        rows = slice(end, end + len(batch))
        written[rows], owners[rows] = batch.codes, batch.slots
        cells[rows] = _nearest(decoded(batch.codes), centres)
        end = rows.stop
    return cells, owners


def _nearest(vectors: Vectors, centres: Vectors) -> Slots:
    blocks = range(0, len(vectors), BLOCK)
    found = [np.argmax(vectors[start : start + BLOCK] @ centres.T, axis=1) for start in blocks]
    return np.concatenate([np.empty(0, np.int64), *found]).astype(np.uint32)


def _write(folder, centres, cells, owners):
    order = np.argsort(cells, kind="stable")
    by_activity = np.argsort(owners[order], kind="stable")
    slots, firsts = np.unique(owners[order][by_activity], return_index=True)
    arrays = {
        "centres": centres,
        "starts": np.searchsorted(cells[order], np.arange(len(centres) + 1)),
        "owners": owners[order],
        "slots": slots,
        "firsts": np.append(firsts, len(order)),
        "rows": by_activity.astype(np.uint32),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    _write_codes(folder, order)


def _write_codes(folder, order):
    unordered: Codes = np.load(folder / "unordered.npy", mmap_mode="r")
    codes = np.lib.format.open_memmap(folder / "codes.npy", "w+", np.int8, unordered.shape)
    for start in range(0, len(order), BLOCK):
        codes[start : start + BLOCK] = unordered[order[start : start + BLOCK]]
    codes.flush()
