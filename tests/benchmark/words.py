"""Made-up words, and the texts that are made of them."""

import itertools
import random
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeVar

from activities.search.vectors import vector_text

SEED = 76_196
TEXTS = 50_000  # different ones of a kind at most: activities share them, as the made-up words are shared
SHARE_OF_COMMON = 0.163  # of the texts of a language: of 30 % of the activities, which have two
COMMON = [
    "balora", "fenitu", "gomado", "kirale", "lumeso", "nadiro", "pelutan", "rosami", "tovelun", "zamiko"
]  # fmt: skip
TITLE, SUMMARY = 8, 30  # words, besides the common ones
# weight, number of words, position of the first: titles in French and English, then summaries
KINDS = (("A", TITLE, 0), ("A", TITLE, 30), ("C", SUMMARY, 800), ("C", SUMMARY, 900))

Drawn = TypeVar("Drawn")


@cache
def titles_and_summaries(size: int) -> list[list[tuple[str, str]]]:
    """For each kind of text: texts, each with its search vector."""
    rng = random.Random(SEED)
    drawn = zipf(rng, vocabulary(int(300 * size**0.5)))
    return [
        [_text(rng, drawn, weight, number, position) for _turn in range(min(size, TEXTS))]
        for weight, number, position in KINDS
    ]


def _text(rng, drawn, weight, number, position):
    common = [word for word in COMMON if rng.random() < SHARE_OF_COMMON]
    words = [*itertools.islice(drawn, number), *(common[:1] if weight == "A" else common)]
    rng.shuffle(words)
    text = " ".join(words).capitalize()
    return text, vector_text([(weight, text)], position)


def zipf(rng: random.Random, values: Sequence[Drawn]) -> Iterator[Drawn]:
    """The values without end, the first one most often."""
    weights = list(itertools.accumulate(1 / (place + 1) for place in range(len(values))))
    while True:
        yield from rng.choices(values, cum_weights=weights, k=1000)


def vocabulary(number: int) -> list[str]:
    """So many words, the first of them the same for every number."""
    rng = random.Random(SEED)
    syllables = [consonant + vowel for consonant in "bcdfghjklmnprstvz" for vowel in "aeiou"]
    made: dict[str, None] = {}
    while len(made) < number:
        made["".join(rng.choices(syllables, k=rng.choice((2, 3, 3, 4)))) + rng.choice("nrstl")] = None
    return list(made)
