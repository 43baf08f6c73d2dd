"""A visitor's query: its terms, what matches each, and how matches are ranked. Imports no model."""

from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Value
from django.utils.functional import cached_property

from activities.language.synonyms import broader, equal, synonyms
from activities.language.words import fold_word, is_common, is_framing, stems

from .lexemes import (
    Words,
    all_words,
    any_phrase,
    beginning,
    stemmed,
    symbol_word,
    themed,
    title_beginning,
    titled,
    told,
    unstemmed,
)
from .vectors import WEIGHTS, TsQuery

SHORTEST_BEGINNING = 3  # letters: a shorter prefix begins too many words


@dataclass(frozen=True)
class Term:
    """A word or a phrase that a result must contain or, if negated, must not.

    If it is `begun`, it is a single word, and a prefix.
    """

    words: Words
    negated: bool = False
    quoted: bool = False
    begun: bool = False

    @property
    def is_common(self):
        return all(is_common(word) for word in self.words)

    @property
    def is_framing(self):
        """True if it only frames a subject: “how many”, « lutte contre »."""
        return not (self.quoted or self.negated) and all(is_framing(word) for word in self.words)

    @cached_property
    def equal(self) -> list[Words]:
        return [] if self.quoted or self.begun else equal(self.words)

    @cached_property
    def synonyms(self) -> list[Words]:
        """Its synonyms; none for a quoted term, which is literal, nor for a prefix."""
        return [] if self.quoted or self.begun else synonyms(self.words)

    @cached_property
    def broader(self) -> list[Words]:
        return [] if self.quoted or self.begun else broader(self.words)

    @property
    def ways(self):
        """All that a text is marked by: what answers, and what only comes near."""
        return [*self.own, *self.synonyms, *self.broader]

    @property
    def own(self) -> list[Words]:
        """Its words; of the symbol of a resolution also its numbers in one word."""
        symbol = symbol_word(self.words)
        return [self.words, (symbol,)] if symbol else [self.words]

    @property
    def exactly(self) -> str:
        """The tsquery of its very words."""
        return any_phrase([self.words], beginning if self.begun else unstemmed)

    @property
    def literally(self) -> str:
        """The tsquery of its words in any form, without synonyms."""
        return any_phrase(self.own, self._forms)

    @property
    def equally(self) -> str:
        """The tsquery of its words and of those equal to it."""
        return self._with(self.equal)

    @cached_property
    def found_by(self) -> str:
        """The tsquery of the activities that contain the term or are of its theme, negated or not."""
        return f"{self.said_by} | {any_phrase(self.own, themed)}"

    @cached_property
    def said_by(self) -> str:
        """The tsquery of the activities that contain the term."""
        return self._with(self.synonyms)

    @cached_property
    def near_by(self) -> str:
        """The tsquery of the activities that say a broader term themselves; empty if there is none."""
        return any_phrase(self.broader, told)

    @cached_property
    def near_titled_by(self) -> str:
        """The tsquery of those whose title has a broader term."""
        return any_phrase(self.broader, titled)

    def _with(self, others):
        """Returns the tsquery of its words and of others, which an activity must say itself."""
        return " | ".join(filter(None, [self.literally, any_phrase(others, told)]))

    @cached_property
    def titled_by(self) -> str:
        """The tsquery of the activities whose title contains its words, in any order."""
        return all_words(self.words, title_beginning if self.begun else titled)

    @property
    def _forms(self):
        return beginning if self.begun else stemmed


@dataclass(frozen=True)
class Query:
    """A parsed query: every group is required, and one term of a group is enough."""

    groups: tuple[tuple[Term, ...], ...] = field(default=())
    # All words in sequence; empty with `or`, a negation or a prefix.
    row: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.groups)

    @property
    def terms(self):
        return [term for group in self.groups for term in group]

    @property
    def wanted(self):
        return [term for term in self.terms if not term.negated]

    @property
    def asked(self) -> list[list[tuple[Term, str]]]:
        """The tsquery of each term by group: a theme alone answers for its name, and for no word among others.

        An activity of the theme of children and young people need not speak of the young.
        """
        alone = len(self.groups) == 1
        return [[(term, term.found_by if alone else term.said_by) for term in group] for group in self.groups]

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The prefixes that are searched for, folded."""
        return tuple(fold_word(term.words[-1]) for term in self.wanted if term.begun)

    @property
    def last_word(self) -> Term | None:
        """The word typed last, which may be incomplete; None where it cannot be a prefix."""
        term = self.groups[-1][-1] if self.groups else None
        whole = term and (term.quoted or term.negated or term.begun or len(term.words) > 1)
        return term if term and not whole and can_begin(term.words[0]) else None

    def only_last_word(self) -> "Query":
        return Query(((self.groups[-1][-1],),))

    def with_last_word_begun(self) -> "Query":
        *groups, (*terms, last) = self.groups
        return Query((*groups, (*terms, replace(last, begun=True))))

    @cached_property
    def rows(self) -> dict[str, list[tuple[frozenset[str], ...]]]:
        """The sequences searched for, synonyms included: {stem of the first word: [stems of each word]}."""
        rows: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for way in dict.fromkeys(way for term in self.wanted for way in term.ways):
            row = tuple(stems(word) for word in way if not is_common(word))
            for stem in row[0] if row else ():
                rows.setdefault(stem, []).append(row)
        return rows

    def relevance(self, vector: str):
        """Returns the rank of a row by the vector column of that name.

        Exact words rank above their other forms, these above synonyms, equal ones first; titles above names, these above summaries; words near each other above the same words apart.
        """
        wanted = self.wanted
        tiers: list[tuple[float, list[str]]] = [
            (4, [term.exactly for term in wanted]),
            (2, [term.literally for term in wanted]),
            (1, [term.equally for term in wanted]),
        ]
        if len(self.groups) > 1 and self.row:
            tiers.append((4, [Term(self.row).literally]))  # ts_rank weighs their proximity
        if any(term.synonyms != term.equal for term in wanted):
            tiers.append((0.2, [term.found_by for term in wanted]))
        ranks = (
            SearchRank(F(vector), TsQuery(Value(" | ".join(ways))), weights=WEIGHTS) * factor
            for factor, ways in tiers
        )
        return reduce(add, ranks)


def can_begin(word: str) -> bool:
    """True if a word may be taken as a prefix."""
    return len(word) >= SHORTEST_BEGINNING and not word.isdigit()
