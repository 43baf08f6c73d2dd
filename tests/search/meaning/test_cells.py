from uuid import UUID

import numpy as np
import pytest
from pyroaring import BitMap

from activities.models.index import State
from activities.search.meaning import building, cells
from activities.search.meaning.building import build
from activities.search.meaning.cells import Cells, finished_builds
from activities.search.meaning.matrix import Matrix
from tests.threads import THREADS, together

from .made import directions, matrix

ACTIVITIES = 300
STATE = State(7, UUID(int=7))


def in_batches(whole, size=97):
    return lambda: (
        Matrix(whole.slots[start : start + size], whole.codes[start : start + size])
        for start in range(0, len(whole), size)
    )


@pytest.fixture
def whole(monkeypatch):
    monkeypatch.setattr(building, "CELL", 40)
    return matrix(ACTIVITIES, subjects=30)


@pytest.fixture
def opened(whole, tmp_path):
    return Cells.opened(build(tmp_path, STATE, in_batches(whole), len(whole)))


def test_a_build_holds_every_sentence_and_gives_the_same_scores(opened, whole):
    (vector,) = directions(1, seed=9)
    everything = BitMap(whole.slots)
    assert opened.state == STATE
    assert len(opened.centres) > 10
    assert opened.scores(vector, everything) == whole.scores(vector, everything)
    assert opened.nearest(vector, everything, 10) == whole.nearest(vector, everything, 10)


@pytest.mark.parametrize("among", [BitMap([3, 7, 299, 300, 301, 5000]), BitMap([10**9]), BitMap()])
def test_few_activities_are_compared_exactly_wherever_they_lie(opened, whole, among, monkeypatch):
    monkeypatch.setattr(cells, "COMPARED", 1)
    (vector,) = directions(1, seed=9)
    assert opened.nearest(vector, among, 5) == whole.nearest(vector, among, 5)


def test_many_are_looked_for_in_the_nearest_cells(opened, whole, monkeypatch):
    monkeypatch.setattr(cells, "ALL_COMPARED", 0)
    monkeypatch.setattr(cells, "COMPARED", len(whole) // 4)
    everything, shares = BitMap(whole.slots), []
    for vector in directions(30, seed=1):  # the middle of a subject each
        exact = whole.nearest(vector, everything, 10)
        shares.append(len(exact.keys() & opened.nearest(vector, everything, 10).keys()) / 10)
    assert np.mean(shares) > 0.9
    among = BitMap(slot for slot in everything if slot % 2)
    assert opened.nearest(vector, among, 10).keys() <= set(among)


def test_a_later_build_replaces_the_earlier_which_its_readers_keep(opened, whole, tmp_path):
    (vector,) = directions(1, seed=9)
    everything = BitMap(whole.slots)
    before = opened.scores(vector, everything)
    later = build(tmp_path, State(8, UUID(int=8)), in_batches(matrix(3)), 12)
    assert finished_builds(tmp_path) == [later]
    assert [path.name for path in tmp_path.iterdir()] == [later.name]
    assert opened.scores(vector, everything) == before
    assert len(Cells.opened(later).slots) == 3


def test_a_build_that_fails_leaves_the_earlier_one(opened, tmp_path):
    def broken():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        build(tmp_path, State(8, UUID(int=8)), broken, 12)
    assert [path.name for path in tmp_path.iterdir()] == [path.name for path in finished_builds(tmp_path)]
    assert len(finished_builds(tmp_path)) == 1


def test_what_is_no_build_is_left_alone(tmp_path):
    for name in ("notes", "12-x", ".new-abc"):
        (tmp_path / name).mkdir()
    assert finished_builds(tmp_path) == finished_builds(tmp_path / "nowhere") == []


def test_threads_share_a_build(opened, whole):
    everything, vectors = BitMap(whole.slots), directions(20, seed=5)
    alone = [opened.nearest(vector, everything, 10) for vector in vectors]
    found = together(lambda _number: [opened.nearest(vector, everything, 10) for vector in vectors])
    assert found == [alone] * THREADS
