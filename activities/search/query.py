"""Parses the query that a visitor types and builds its tsqueries. Imports no model."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import combinations
from operator import add

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Value
from django.utils.functional import cached_property

from activities.language.words import fold_word, is_common, is_framing, stems, words

from .notation import TOKEN, in_plain_signs, is_either, with_signs
from .terms import Term
from .vectors import WEIGHTS, TsQuery, exact

MAX_TERMS = 32
TRIED_ALONE = 7  # words of which every subset is tried where all of them find nothing: 126 subsets
SHORTEST_BEGINNING = 3  # letters: a shorter prefix begins too many words

Words = tuple[str, ...]


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

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The prefixes that are searched for, folded."""
        return tuple(fold_word(term.words[-1]) for term in self.wanted if term.begun)

    @property
    def last_word(self) -> Term | None:
        """The word typed last, which may be incomplete; None where it cannot be a prefix."""
        term = self.groups[-1][-1] if self.groups else None
        whole = term and (term.quoted or term.negated or term.begun or len(term.words) > 1)
        return term if term and not whole and _can_begin(term.words[0]) else None

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

    def search_query(self) -> TsQuery:
        groups = (" | ".join(term.condition() for term in group) for group in self.groups)
        return TsQuery(Value(" & ".join(f"({group})" for group in groups)))

    def relevance(self, vector: str):
        """Returns the rank of a row by the vector column of that name.

        Exact words rank above their other forms, these above synonyms, these above broader terms;
        titles above names, these above summaries; words near each other above the same words apart.
        """
        very = [term.phrase(term.words, lambda word: [exact(word)]) for term in self.wanted]
        own = [term.phrase(term.words, stems) for term in self.wanted]
        same = [term.phrase(way, stems) for term in self.wanted for way in (term.words, *term.synonyms)]
        tiers: list[tuple[float, list[str]]] = [(4, very), (2, own), (1, same)]
        if len(self.groups) > 1 and self.row:
            row = Term(self.row)
            tiers.append((4, [row.phrase(row.words, stems)]))  # ts_rank weighs their proximity
        if any(term.broader for term in self.wanted):
            tiers.append((0.2, [term.found_by for term in self.wanted]))
        ranks = (
            SearchRank(F(vector), TsQuery(Value(" | ".join(ways))), weights=WEIGHTS) * factor
            for factor, ways in tiers
        )
        return reduce(add, ranks)


def parse(text: str, names: Container[Words] = ()) -> Query:
    """Parses web-search syntax: words, "phrases", -without, `or` and `ou` between two terms.

    `names` holds the folded words of names that are one term: « Afrique du Sud » is not every « Afrique ».
    """
    groups: list[list[Term]] = []
    joining = False
    for match in TOKEN.finditer(in_plain_signs(text, names)):
        if groups and is_either(match):
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
    telling = ([term for term in group if not term.is_common] for group in _with_set_phrases(groups, names))
    subject = _subject([group for group in telling if group])
    return Query(tuple(map(tuple, subject)), _row(groups))


def with_fewer_words(text: str) -> Iterator[list[str]]:
    """Yields lists of shorter texts: without one word, without two, down to each word alone.

    Beyond TRIED_ALONE words, only the texts without one word.
    """
    tokens = [match[0] for match in TOKEN.finditer(with_signs(text))]
    telling = [i for i, token in enumerate(tokens) if not all(map(_is_empty, words(token)))]
    most = len(telling) if len(telling) <= TRIED_ALONE else 2
    for number in range(1, most):
        yield [_joined(tokens, dropped) for dropped in combinations(telling, number)]


def _row(groups):
    terms = [term for group in groups for term in group]
    plain = all(len(group) == 1 for group in groups) and not any(term.negated or term.begun for term in terms)
    return tuple(word for term in terms for word in term.words) if plain else ()


def _is_empty(word):
    return is_common(word) or is_framing(word)


def _subject(groups):
    """Returns the groups without those that only frame the others."""
    subject = [group for group in groups if not all(term.is_framing for term in group)]
    return subject if any(not term.negated for group in subject for term in group) else groups


def _joined(tokens, dropped):
    """Returns the other tokens as a text that neither begins nor ends with a function or framing word."""
    tokens = [token for place, token in enumerate(tokens) if place not in dropped]
    for end in (0, -1):
        while tokens and all(map(_is_empty, words(tokens[end]))):
            tokens.pop(end)
    return " ".join(tokens)


def _terms(match):
    negated = bool(match["minus"])
    if match["phrase"] is not None:
        found = words(match["phrase"])
        return [Term(tuple(found), negated, quoted=True)] if found else []
    parts = words(match["chunk"])
    if match["chunk"].endswith("*") and len(parts) == 1 and _can_begin(parts[0]):
        return [Term((parts[0],), negated, begun=True)]
    # « COVID-19 », « 75/196 », « 2021-026-1 » are one term; « l’aide », « Asie-Pacifique » are two.
    if len(parts) > 1 and any(part.isdigit() for part in parts):
        return [Term(tuple(parts), negated)]
    return [Term((part,), negated) for part in parts]


def _can_begin(word):
    return len(word) >= SHORTEST_BEGINNING and not word.isdigit()


def _with_set_phrases(groups, names):
    """Joins words in sequence that are a name, or have synonyms together (« pots de vin »), into a term."""
    joined, start = [], 0
    while start < len(groups):
        for size in range(min(6, len(groups) - start), 1, -1):
            window = groups[start : start + size]
            plain = all(len(group) == 1 and group[0] == Term(group[0].words) for group in window)
            term = Term(tuple(word for group in window for word in group[0].words)) if plain else None
            if term and _is_set(term, names):
                joined.append([term])
                start += size
                break
        else:
            joined.append(groups[start])
            start += 1
    return joined


def _is_set(term, names):
    if is_common(term.words[0]) or is_common(term.words[-1]):
        return False
    return bool(tuple(map(fold_word, term.words)) in names or term.synonyms or term.broader)
