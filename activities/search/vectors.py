"""Builds search vectors: what is stored of a text so that it can be found.

Words are folded and stemmed here, in French and in English alike, and stored as PostgreSQL's
tsvector: results do not depend on the dictionaries of a server, and highlights and synonyms use
the same stems. Imports no model.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Func, Value
from django.db.models.lookups import PostgresOperatorLookup

from activities.language.words import fold_word, is_common, stems, words

# Weights of ts_rank, from D to A: title (A), names (B), summary (C), words that only place an activity (D).
WEIGHTS = [0.1, 0.2, 0.5, 1.0]
EXACT, TITLE = "=", "^"  # prefixes of the lexemes of exact words and of words of a title
LAST_POSITION = 16_383  # PostgreSQL stores none beyond it
SEGMENT_GAP = 10  # positions between two texts, so that no phrase matches across them
ROOM = 250_000  # bytes, ten times what an activity needs; PostgreSQL refuses a tsvector of more than 2**20
BESIDE_LEXEME = 6  # bytes: a position, the number of positions, and alignment


def exact(word: str) -> str:
    """Returns the lexeme of the unstemmed word, accents folded."""
    return f"{EXACT}{fold_word(word)}"


def in_title(word: str) -> list[str]:
    """Returns the lexemes that a word has in a title, besides those that it has in any text.

    The GIN index answers for them, whereas the weight of a lexeme must be checked row by row.
    """
    return [f"{TITLE}{stem}" for stem in stems(word)]


def title_beginning(word: str) -> str:
    """Returns the prefix of the title lexemes of words that begin so, as far as their stems do."""
    return f"{TITLE}{fold_word(word)}"


def symbol_word(parts: Iterable[str]) -> str | None:
    """Returns the numbers of the symbol of a resolution as one word, 75/196 as 75x196; None for other words.

    The activities of a report are found by the resolution that asks for it, and not by one of its two numbers.
    """
    numbers = tuple(parts)
    return "x".join(numbers) if len(numbers) == 2 and all(map(str.isdigit, numbers)) else None


def quoted(lexeme: str) -> str:
    """Returns the lexeme quoted for a tsvector or a tsquery."""
    return "'{}'".format(lexeme.replace("\\", r"\\").replace("'", "''"))


class TsVector(Func):
    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()


class TsQuery(Func):
    template = "%(expressions)s::tsquery"
    output_field = SearchQueryField()


@SearchVectorField.register_lookup
class Answers(PostgresOperatorLookup):
    """Implements `vector__answers=query`; Django's own lookup would parse the tsquery again as text."""

    lookup_name = "answers"
    postgres_operator = "@@"
    prepare_rhs = False


def fitting(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yields the (weight, text) pairs that fit into one search vector; words beyond it cannot be found."""
    room = ROOM
    for weight, text in texts:
        found = words(text)
        for place, word in enumerate(found):
            room -= sum(len(lexeme.encode()) + BESIDE_LEXEME for lexeme in _lexemes(word, weight))
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
    for weight, text in texts:
        for lexemes in _lexemes_by_word(text, weight):
            position += 1
            for lexeme in lexemes:
                places.setdefault(lexeme, []).append(f"{min(position, LAST_POSITION)}{weight}")
        position += SEGMENT_GAP
    return " ".join(f"{quoted(lexeme)}:{','.join(at)}" for lexeme, at in places.items())


@lru_cache(maxsize=5000)  # the same names recur in many activities
def _lexemes_by_word(text, weight):
    return tuple(_lexemes(word, weight) for word in words(text))


@lru_cache(maxsize=100_000)
def _lexemes(word, weight):
    if is_common(word):
        return ()
    return (exact(word), *stems(word), *(in_title(word) if weight == "A" else ()))
