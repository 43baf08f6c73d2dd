import numpy as np
import pytest
from pyroaring import BitMap

from activities.language.encoder import DIMENSIONS
from activities.search.meaning.codes import coded, decoded, from_bytes, similarities
from activities.search.meaning.matrix import Matrix

from .made import directions, matrix


def plain_scores(found, vector, among):
    """The same by a loop."""
    scores = {}
    for slot, row in zip(found.slots.tolist(), decoded(found.codes), strict=True):
        if slot in among:
            scores[slot] = max(scores.get(slot, -1), float(row @ vector))
    return scores


def test_codes_keep_similarities_and_survive_as_bytes():
    vectors = directions(3100)
    codes = coded(vectors)
    assert np.abs(similarities(codes, vectors[0]) - vectors @ vectors[0]).max() < 0.005
    assert np.array_equal(from_bytes(codes.tobytes()), codes)
    assert abs(coded(np.full((1, DIMENSIONS), 9.0, np.float32))).max() == 127


@pytest.mark.parametrize(
    "among", [BitMap(range(1, 61)), BitMap([3, 7, 30, 1000]), BitMap(range(20, 10**6)), BitMap()]
)
def test_the_best_sentence_of_each_activity_counts(among):
    found, (vector,) = matrix(), directions(1, seed=9)
    plain = plain_scores(found, vector, among)
    nearest = found.nearest(vector, among, 10)
    assert list(nearest) == sorted(plain, key=lambda slot: (-round(plain[slot], 4), slot))[:10]
    assert found.scores(vector, among) == pytest.approx(plain, abs=1e-3)


def test_of_equal_activities_the_first_in_the_order_of_the_reports_leads():
    (vector,) = directions(1)
    same = Matrix.of((slot, coded(vector[None])) for slot in (9, 4, 7))
    assert list(same.nearest(vector, BitMap([4, 7, 9]), 2)) == [4, 7]


def test_an_edit_replaces_the_sentences_of_its_activities_alone():
    before, (vector,) = matrix(), directions(1, seed=9)
    new = Matrix.of([(5, coded(vector[None])), (100, coded(-vector[None]))])
    after = before.replaced(BitMap([5, 6, 100]), new)
    assert list(after.slots) == sorted(after.slots)
    assert after.nearest(vector, BitMap([5]), 1)[5] == pytest.approx(1, abs=0.02)
    assert not after.scores(vector, BitMap([6]))
    others = BitMap(range(7, 61))
    assert after.scores(vector, others) == before.scores(vector, others)
    assert len(before) == 240


def test_nothing_is_near_where_nothing_is_stored():
    (vector,) = directions(1)
    assert Matrix().nearest(vector, BitMap([1, 2]), 5) == Matrix.of([]).scores(vector, BitMap([1])) == {}
