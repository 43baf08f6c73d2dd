"""Builds search vectors: what is stored of a text so that it can be found.

Words are folded and stemmed here, in French and in English alike, and stored as PostgreSQL's
tsvector: results do not depend on the dictionaries of a server, and highlights and synonyms use
the same stems. Imports no model.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Func, Value

from activities.language.words import is_common, stems, words

from .lexemes import exact, in_theme, in_title, quoted

# Weights of ts_rank, from D to A: title (A), places (B), summary (C), other names (D).
WEIGHTS = [0.1, 0.2, 0.5, 1.0]
OF_THEME = "T"  # names of themes, whose words are lexemes of their own
# Parts of a summary that go on without a gap: the name of a partner or a programme, and what follows it.
NAME, AFTER = "d", "c"
STORED = {OF_THEME: "D", NAME: "D", AFTER: "C"}  # the weights that PostgreSQL knows
LAST_POSITION = 16_383  # PostgreSQL stores none beyond it
SEGMENT_GAP = 10  # positions between two texts, so that no phrase matches across them
ROOM = 250_000  # bytes, ten times what an activity needs; PostgreSQL refuses a tsvector of more than 2**20
BESIDE_LEXEME = 6  # bytes: a position, the number of positions, and alignment


class TsVector(Func):
    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()


class TsQuery(Func):
    template = "%(expressions)s::tsquery"
    output_field = SearchQueryField()


def fitting(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yields the (weight, text) pairs that fit into one search vector; words beyond it cannot be found."""
    room = ROOM
    for weight, text in texts:
        found = words(text)
        for place, word in enumerate(found):
            room -= _size(_lexemes(word, weight))
            if room < 0:
                yield weight, " ".join(found[:place])
                return
        yield weight, text


def vector(texts: Iterable[tuple[str, str]]) -> TsVector:
    """Returns the search vector of (weight, text) pairs, each lexeme with its positions and weights."""
    return TsVector(Value(vector_text(texts)))


def vector_text(texts: Iterable[tuple[str, str]], position: int = 0) -> str:
    """Returns the search vector as PostgreSQL reads it; the first word follows `position`."""
    places: dict[str, list[str]] = {}
    for number, (weight, text) in enumerate(texts):
        if number and weight not in (NAME, AFTER):
            position += SEGMENT_GAP
        for lexemes in _lexemes_by_word(text, weight):
            position += 1
            place = f"{min(position, LAST_POSITION)}{STORED.get(weight, weight)}"
            for lexeme in lexemes:
                places.setdefault(lexeme, []).append(place)
    return " ".join(f"{quoted(lexeme)}:{','.join(at)}" for lexeme, at in places.items())


@lru_cache(maxsize=5000)  # the same names recur in many activities
def _lexemes_by_word(text, weight):
    return tuple(_lexemes(word, weight) for word in words(text))


@lru_cache(maxsize=100_000)
def _size(lexemes):
    return sum(len(lexeme.encode()) + BESIDE_LEXEME for lexeme in lexemes)


@lru_cache(maxsize=100_000)
def _lexemes(word, weight):
    if is_common(word):
        return ()
    if weight == OF_THEME:
        return (exact(word), *in_theme(word))
    return (exact(word), *stems(word), *(in_title(word) if weight == "A" else ()))
