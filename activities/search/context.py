"""Adds to the score of an activity that of its paragraph and its themes: it is near where others of theirs are."""

import math
from collections import defaultdict
from functools import lru_cache
from statistics import fmean
from typing import NamedTuple

from pyroaring import BitMap

from activities.language import encoder
from activities.models.activity import paragraph_of

from .index import FacetIndex
from .meaning.matrix import Scores

PARAGRAPH = 0.5  # weight of the mean score of the activities of a paragraph, which report on one subject
THEMES = 0.7  # weight of the mean scores of the activities of its themes, the rare themes before the common
NAMED = 0.5  # weight of the nearness in meaning of the names of a theme, of the nearest one
KEPT = 4  # states of the themes whose vectors are kept: another exists only after an edit of a theme


class ThemeScore(NamedTuple):
    """A theme that activities point at themselves: how rare it is, their mean score, and how near its names are."""

    rarity: float
    mean: float
    nearness: float


def in_context(scores: Scores, vector: encoder.Vectors | None, index: FacetIndex) -> Scores:
    """Returns these scores with those of paragraphs and themes added; `vector` is that of the text, if encoded."""
    paragraphs, themes = _paragraphs(scores), _themes(scores, vector, index)
    return {
        slot: score + PARAGRAPH * paragraphs[paragraph_of(slot)] + _of_themes(themes.get(slot), score)
        for slot, score in scores.items()
    }


def _paragraphs(scores: Scores) -> dict[int, float]:
    """Returns the mean score of the activities of each paragraph of a report."""
    found = defaultdict(list)
    for slot, score in scores.items():
        found[paragraph_of(slot)].append(score)
    return {paragraph: max(0, fmean(some)) for paragraph, some in found.items()}


def _themes(scores: Scores, vector, index: FacetIndex) -> dict[int, list[ThemeScore]]:
    """Returns the scores of the themes of each activity."""
    slots, found = BitMap(scores), defaultdict(list)
    nearness = _nearness(vector, index)
    for theme, pointing in index.themes_named.items():
        if among := pointing & slots:
            rarity = math.log((len(index.all) + 1) / (len(pointing) + 0.5))
            score = ThemeScore(rarity, fmean(scores[slot] for slot in among), nearness.get(theme, 0))
            for slot in among:
                found[slot].append(score)
    return found


def _of_themes(themes: list[ThemeScore] | None, score: float) -> float:
    """Returns what the themes of an activity add to its score; one without a theme counts as a theme of its own."""
    if not themes:
        return THEMES * score
    weight = sum(theme.rarity for theme in themes) or 1
    mean = sum(theme.rarity * theme.mean for theme in themes) / weight
    return THEMES * mean + NAMED * max(theme.nearness for theme in themes)


def encode_themes(index: FacetIndex) -> None:
    """Encodes the names of the themes, half a second of work, so that no question waits for it."""
    if encoder.is_available() and index.themes_named:
        names_encoded(_names(index))


def _names(index) -> tuple[str, ...]:
    return tuple(", ".join(index.records["theme"][theme].search_names()) for theme in index.themes_named)


def _nearness(vector, index) -> dict[str, float]:
    if vector is None or not index.themes_named:
        return {}
    near = (names_encoded(_names(index)) @ vector).astype(float).round(4)
    return dict(zip(index.themes_named, near.tolist(), strict=True))


@lru_cache(maxsize=KEPT)
def names_encoded(names: tuple[str, ...]) -> encoder.Vectors:
    vectors = encoder.encode(names)
    vectors.flags.writeable = False  # threads share them
    return vectors
