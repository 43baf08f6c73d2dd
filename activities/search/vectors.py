"""Search vectors: what is stored of a text so that it can be found.

Words are folded and stemmed here, in French and in English alike, and stored as PostgreSQL's
tsvector: every server gives the same answers, whatever dictionaries it has, and the same stems
serve the highlights and the synonyms. Imports no model.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Func, Value
from django.db.models.lookups import PostgresOperatorLookup

from activities.language.words import fold_word, is_common, stems, words

# Weights of ts_rank, from D to A: title (A), names (B), summary (C), words that only place an entry (D).
WEIGHTS = [0.1, 0.2, 0.5, 1.0]
EXACT, TITLE = "=", "^"  # what the lexeme of a very word and that of a word of a title begin with
LAST_POSITION = 16_383  # PostgreSQL keeps no further ones
SEGMENT_GAP = 10  # no phrase reaches from one text into the next
ROOM = 250_000  # bytes, ten times what an activity needs; PostgreSQL refuses a tsvector of more than 2**20
BESIDE_LEXEME = 6  # bytes: a position, their number, and what aligns them


def exact(word: str) -> str:
    """The lexeme of the very word, accents apart."""
    return f"{EXACT}{fold_word(word)}"


def in_title(word: str) -> list[str]:
    """The lexemes of a word of a title, beside those that it has in any text: an index answers for
    them, where the weight of a lexeme must be looked up row by row."""
    return [f"{TITLE}{stem}" for stem in stems(word)]


def title_beginning(word: str) -> str:
    """What those of the words of a title begin with that go on as this one, as far as their stems do."""
    return f"{TITLE}{fold_word(word)}"


def quoted(lexeme: str) -> str:
    """The lexeme as PostgreSQL reads it in a tsvector or a tsquery, whatever stands in it."""
    return "'{}'".format(lexeme.replace("\\", r"\\").replace("'", "''"))


class TsVector(Func):
    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()


class TsQuery(Func):
    template = "%(expressions)s::tsquery"
    output_field = SearchQueryField()


@SearchVectorField.register_lookup
class Answers(PostgresOperatorLookup):
    """`vector__answers=query`; Django's own lookup would parse the query anew, as a text."""

    lookup_name = "answers"
    postgres_operator = "@@"
    prepare_rhs = False


def fitting(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The (weight, text) pairs as far as one search vector can hold them: the rest cannot be found."""
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
    """The search vector of (weight, text) pairs, each lexeme with its positions and weights."""
    return TsVector(Value(vector_text(texts)))


def vector_text(texts: Iterable[tuple[str, str]], position: int = 0) -> str:
    """The same as PostgreSQL reads it, the first word after the position."""
    places: dict[str, list[str]] = {}
    for weight, text in texts:
        for lexemes in _lexemes_by_word(text, weight):
            position += 1
            for lexeme in lexemes:
                places.setdefault(lexeme, []).append(f"{min(position, LAST_POSITION)}{weight}")
        position += SEGMENT_GAP
    return " ".join(f"{quoted(lexeme)}:{','.join(at)}" for lexeme, at in places.items())


@lru_cache(maxsize=5000)  # names come back with every entry
def _lexemes_by_word(text, weight):
    return tuple(_lexemes(word, weight) for word in words(text))


@lru_cache(maxsize=100_000)
def _lexemes(word, weight):
    if is_common(word):
        return ()
    return (exact(word), *stems(word), *(in_title(word) if weight == "A" else ()))
