"""The query that a visitor types: read, and put to the search vectors. Imports no model."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Value

from .synonyms import synonyms
from .vectors import WEIGHTS, TsQuery, exact, in_title
from .words import fold, is_common, stems, words

MAX_TERMS = 32
SHORTEST_BEGINNING = 3  # letters: shorter ones begin too many words

# A minus counts as "without" only before a word; quotes hold a phrase together.
TOKEN = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))')
PARAGRAPH = re.compile(r"(?:§|\bpar(?:\.|agraphes?|agraphs?)?)\s*(\d{1,3})\b", re.I)
SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
OR_WORDS = {"or", "ou"}


@dataclass(frozen=True)
class Term:
    """A word or a phrase that must stand in a result, or (negated) must not.

    Of one that is `begun`, the last word is the beginning of those that are looked for.
    """

    words: tuple[str, ...]
    negated: bool = False
    quoted: bool = False
    begun: bool = False

    @property
    def is_common(self):
        return all(is_common(word) for word in self.words)

    @property
    def synonyms(self) -> list[tuple[str, ...]]:
        """Other ways to say it. What stands in quotes is meant to the letter."""
        return [] if self.quoted or self.begun else synonyms(self.words)

    @property
    def ways(self):
        return [self.words, *self.synonyms]

    def phrase(self, words, lexemes):
        """The tsquery of words in a row, with the distance that function words between them take."""
        parts, distance = "", 1
        for place, word in enumerate(words, 1):
            if is_common(word) and len(words) > 1:
                distance += 1
                continue
            begun = self.begun and place == len(words)
            forms = [f"'{exact(word)}':*"] if begun else [f"'{form}'" for form in sorted(lexemes(word))]
            parts += f" <{distance}> ({' | '.join(forms)})" if parts else f"({' | '.join(forms)})"
            distance = 1
        return f"({parts})"

    @cached_property
    def found_by(self) -> str:
        """The tsquery of the entries that contain the term, negated or not."""
        return " | ".join(self.phrase(way, stems) for way in self.ways)

    @cached_property
    def titled_by(self) -> str:
        """The tsquery of the entries whose title contains its words, in any order."""
        words = [word for word in self.words if not is_common(word)]
        return " & ".join(self.phrase([word], in_title) for word in words)

    def condition(self):
        return f"{'!' if self.negated else ''}({self.found_by})"


@dataclass(frozen=True)
class Query:
    """What a visitor asked for: every group is required, of a group one term is enough."""

    groups: tuple[tuple[Term, ...], ...] = field(default=())

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
        """The beginnings of words that are looked for, folded."""
        return tuple(fold(term.words[-1]) for term in self.wanted if term.begun)

    @property
    def last_word(self) -> Term | None:
        """The word that a visitor typed last, which may not be all there yet."""
        term = self.groups[-1][-1] if self.groups else None
        whole = term and (term.quoted or term.negated or term.begun or len(term.words) > 1)
        return term if term and not whole and _can_begin(term.words[0]) else None

    def only_last_word(self) -> "Query":
        return Query(((self.groups[-1][-1],),))

    def with_last_word_begun(self) -> "Query":
        *groups, (*terms, last) = self.groups
        return Query((*groups, (*terms, replace(last, begun=True))))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of every word that is looked for, synonyms included."""
        ways = [way for term in self.wanted for way in term.ways]
        return frozenset(stem for way in ways for word in way if not is_common(word) for stem in stems(word))

    def search_query(self) -> TsQuery:
        groups = (" | ".join(term.condition() for term in group) for group in self.groups)
        return TsQuery(Value(" & ".join(f"({group})" for group in groups)))

    def relevance(self, vector: str):
        """The rank of a row by the vector of that name.

        The very words before their other forms, these before synonyms; titles before names, these
        before summaries.
        """
        very = [term.phrase(term.words, lambda word: [exact(word)]) for term in self.wanted]
        own = [term.phrase(term.words, stems) for term in self.wanted]
        every = [term.found_by for term in self.wanted]
        first, second, third = (
            SearchRank(F(vector), TsQuery(Value(" | ".join(ways))), weights=WEIGHTS)
            for ways in (very, own, every)
        )
        return first * 4 + second * 2 + third


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
    if match["chunk"].endswith("*") and len(parts) == 1 and _can_begin(parts[0]):
        return [Term((parts[0],), negated, begun=True)]
    # « COVID-19 », « 75/196 », « 2021-026-1 » are one thing; « l’aide », « Asie-Pacifique » are two words.
    if len(parts) > 1 and any(part.isdigit() for part in parts):
        return [Term(tuple(parts), negated)]
    return [Term((part,), negated) for part in parts]


def _can_begin(word):
    return len(word) >= SHORTEST_BEGINNING and not word.isdigit()


def _with_set_phrases(groups):
    """Words in a row that have a synonym together (« pots de vin ») become one term."""
    joined, start = [], 0
    while start < len(groups):
        for size in range(min(6, len(groups) - start), 1, -1):
            window = groups[start : start + size]
            plain = all(len(group) == 1 and group[0] == Term(group[0].words) for group in window)
            term = Term(tuple(word for group in window for word in group[0].words)) if plain else None
            if term and not is_common(term.words[0]) and not is_common(term.words[-1]) and term.synonyms:
                joined.append([term])
                start += size
                break
        else:
            joined.append(groups[start])
            start += 1
    return joined
