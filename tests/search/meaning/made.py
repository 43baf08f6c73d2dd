"""Made-up vectors: those of one subject lie near each other."""

import numpy as np

from activities.language.encoder import DIMENSIONS
from activities.search.meaning.codes import coded
from activities.search.meaning.matrix import Matrix


def directions(number, seed=1):
    vectors = np.random.default_rng(seed).standard_normal((number, DIMENSIONS)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def matrix(activities=60, sentences=4, subjects=6, seed=1):
    """A matrix of activities 1, 2, 3 …, each on one of the subjects."""
    around = directions(subjects, seed)[np.arange(activities) % subjects]
    vectors = np.repeat(around, sentences, axis=0) + directions(activities * sentences, seed + 1) * 0.8
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Matrix(np.repeat(np.arange(1, activities + 1, dtype=np.uint32), sentences), coded(vectors))
