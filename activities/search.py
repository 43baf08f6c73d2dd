"""Text search: weighted vectors, and the query that a visitor types.

Words are folded and stemmed here, in French and in English alike, and stored as PostgreSQL's
tsvector: every server gives the same answers, whatever dictionaries it has, and the same stems
serve the highlights and the synonyms. Imports no model.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Func, Value
from django.db.models.lookups import PostgresOperatorLookup

from .synonyms import synonyms
from .words import fold, is_common, stems, words

# Weights of ts_rank, from D to A: title (A), names (B), summary (C).
WEIGHTS = [0.0, 0.2, 0.5, 1.0]
MAX_TERMS = 32
LAST_POSITION = 16_383  # PostgreSQL keeps no further ones
SEGMENT_GAP = 10  # no phrase reaches from one text into the next

# A minus counts as "without" only before a word; quotes hold a phrase together.
TOKEN = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))')
PARAGRAPH = re.compile(r"(?:§|\bpar(?:\.|agraphes?|agraphs?)?)\s*(\d{1,3})\b", re.I)
SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
OR_WORDS = {"or", "ou"}


def exact(word: str) -> str:
    """The lexeme of the very word, accents apart."""
    return f"={fold(word)}"


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


def vector(texts: Iterable[tuple[str, str]]) -> TsVector:
    """The search vector of (weight, text) pairs, each lexeme with its positions and weights."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, text in texts:
        for word in words(text):
            position = min(position + 1, LAST_POSITION)
            for lexeme in () if is_common(word) else (exact(word), *stems(word)):
                places.setdefault(lexeme, []).append(f"{position}{weight}")
        position += SEGMENT_GAP
    return TsVector(Value(" ".join(f"'{lexeme}':{','.join(at)}" for lexeme, at in places.items())))


@dataclass(frozen=True)
class Term:
    """A word or a phrase that must stand in a result, or (negated) must not."""

    words: tuple[str, ...]
    negated: bool = False
    quoted: bool = False

    @property
    def is_common(self):
        return all(is_common(word) for word in self.words)

    @property
    def synonyms(self) -> list[tuple[str, ...]]:
        """Other ways to say it. What stands in quotes is meant to the letter."""
        return [] if self.quoted else synonyms(self.words)

    def phrase(self, words, lexemes):
        """The tsquery of words in a row, with the distance that function words between them take."""
        parts, distance = "", 1
        for word in words:
            if is_common(word) and len(words) > 1:
                distance += 1
                continue
            forms = " | ".join(f"'{lexeme}'" for lexeme in sorted(lexemes(word)))
            parts += f" <{distance}> ({forms})" if parts else f"({forms})"
            distance = 1
        return f"({parts})"

    def condition(self):
        ways = [self.phrase(way, stems) for way in (self.words, *self.synonyms)]
        return f"{'!' if self.negated else ''}({' | '.join(ways)})"


@dataclass(frozen=True)
class Query:
    """What a visitor asked for: every group is required, of a group one term is enough."""

    groups: tuple[tuple[Term, ...], ...] = field(default=())

    def __bool__(self):
        return bool(self.groups)

    @property
    def terms(self):
        return [term for group in self.groups for term in group]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of every word that is looked for, synonyms included."""
        ways = [way for term in self.terms if not term.negated for way in (term.words, *term.synonyms)]
        return frozenset(stem for way in ways for word in way if not is_common(word) for stem in stems(word))

    def search_query(self) -> TsQuery:
        groups = (" | ".join(term.condition() for term in group) for group in self.groups)
        return TsQuery(Value(" & ".join(f"({group})" for group in groups)))

    def exact_words(self) -> TsQuery:
        """Any of the words as typed: for the rank of a result, not for its being one."""
        return self._any(lambda term: [term.phrase(term.words, lambda word: [exact(word)])])

    def own_words(self) -> TsQuery:
        """Any of the words in any form, without their synonyms."""
        return self._any(lambda term: [term.phrase(term.words, stems)])

    def all_words(self) -> TsQuery:
        return self._any(lambda term: [term.phrase(way, stems) for way in (term.words, *term.synonyms)])

    def _any(self, ways):
        wanted = [way for term in self.terms if not term.negated for way in ways(term)]
        return TsQuery(Value(" | ".join(wanted)))


def parse(text: str) -> Query:
    """Reads web-search syntax: words, "phrases", -without, `or` and `ou` between two terms."""
    if text.isupper() and len(text.split()) > 1:
        text = text.lower()  # capitals tell an acronym only among other letters
    groups: list[list[Term]] = []
    joining = False
    for match in TOKEN.finditer(_normalised(text)):
        if groups and (match["chunk"] or "").lower() in OR_WORDS:
            joining = True
            continue
        for term in _terms(match):
            if joining:
                groups[-1].append(term)
            else:
                groups.append([term])
            joining = False
        if sum(map(len, groups)) >= MAX_TERMS:
            break
    telling = ([term for term in group if not term.is_common] for group in _with_set_phrases(groups))
    return Query(tuple(tuple(group) for group in telling if group))


def without_one_word(text: str) -> list[str]:
    """The text without each of its words in turn, where it has several."""
    tokens = [match[0] for match in TOKEN.finditer(text)]
    telling = [i for i, token in enumerate(tokens) if not all(map(is_common, words(token)))]
    if len(telling) < 2:
        return []
    return [" ".join(token for j, token in enumerate(tokens) if j != i) for i in telling]


def _normalised(text):
    """« §33 », « par. 33 » as the index has it; « 2 600 » as one number."""
    return PARAGRAPH.sub(r' "paragraphe \1" ', SPACED.sub("", text))


def _terms(match):
    negated = bool(match["minus"])
    if match["phrase"] is not None:
        found = words(match["phrase"])
        return [Term(tuple(found), negated, quoted=True)] if found else []
    parts = words(match["chunk"])
    # « COVID-19 », « 75/196 », « 2021-026-1 » are one thing; « l’aide », « Asie-Pacifique » are two words.
    if len(parts) > 1 and any(part.isdigit() for part in parts):
        return [Term(tuple(parts), negated)]
    return [Term((part,), negated) for part in parts]


def _with_set_phrases(groups):
    """Words in a row that have a synonym together (« pots de vin ») become one term."""
    joined, start = [], 0
    while start < len(groups):
        for size in range(min(6, len(groups) - start), 1, -1):
            window = groups[start : start + size]
            plain = all(len(group) == 1 and not (group[0].negated or group[0].quoted) for group in window)
            term = Term(tuple(word for group in window for word in group[0].words)) if plain else None
            if term and not is_common(term.words[0]) and not is_common(term.words[-1]) and term.synonyms:
                joined.append([term])
                start += size
                break
        else:
            joined.append(groups[start])
            start += 1
    return joined
