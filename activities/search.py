"""Text search: folding, the words of a text, and the query that a visitor types.

French and English are stemmed side by side, each word in its accented and its folded form, so that
a query reaches a text whatever the language and the accents of either. Imports no model.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Func, Value
from django.db.models.functions import Lower, Replace

# One definition of folding for Python and for SQL, for the letters of French and English: the C
# collation lowers no others. NFKD leaves these as they are.
LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'", "ʼ": "'"}
COMBINING_MARKS = "\u0300-\u036f"

CONFIGS = ("french", "english")
# Weights of ts_rank, from D to A: title (A), names (B), summary (C).
WEIGHTS = [0.0, 0.2, 0.5, 1.0]
MAX_TERMS = 32

WORD = re.compile(r"[^\W_]+")
# A minus counts as "without" only before a word; quotes hold a phrase together.
TOKEN = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))')
OR_WORDS = {"or", "ou"}
# Function words, folded: the French stemmer's own list has accents and would miss them.
STOP_WORDS = frozenset(
    """
    a ai au aux avec c ce ces cet cette d dans de des du elle elles en entre est et eu il ils j je
    jusqu l la le les leur leurs lorsqu lui m mais me meme n ne ni nos notre nous on ont ou par pas
    pour puisqu qu quand que qui quoiqu s sa sans se ses si son sont sous sur t ta te tes toi ton tu
    un une vos votre vous y
    an and are as at be been by for from had has have he her his in into is it its of on or our she
    that the their them they this to was we were what which who will with you your
    """.split()
)


def fold(text: str) -> str:
    """Lower case without accents or ligatures: « Œuvre d’État » gives `oeuvre d'etat`."""
    for letter, plain in LIGATURES.items():
        text = text.replace(letter, plain)
    return re.sub(f"[{COMBINING_MARKS}]", "", unicodedata.normalize("NFKD", text)).lower()


def folded(expression):
    """The same folding as an SQL expression; immutable, so that it may stand in a generated column."""
    for letter, plain in LIGATURES.items():
        expression = Replace(expression, Value(letter), Value(plain))
    decomposed = Func(expression, template="normalize(%(expressions)s, NFKD)")
    marks = Value(f"[{COMBINING_MARKS}]")
    return Lower(Func(decomposed, marks, Value(""), Value("g"), function="regexp_replace"))


def words(text: str) -> list[str]:
    """The words of a text, cut at every apostrophe, hyphen, slash and dot."""
    return WORD.findall(text)


def vector(text: str, weight: str):
    """The search vector of a text: both languages, accented and folded."""
    plain = " ".join(words(text))
    first, *others = (
        SearchVector(Value(form), config=config, weight=weight)
        for config in CONFIGS
        for form in dict.fromkeys((plain, fold(plain)))
    )
    return sum(others, start=first)


@dataclass(frozen=True)
class Term:
    """A word or a phrase that must stand in a result, or (negated) must not."""

    words: tuple[str, ...]
    negated: bool = False

    @property
    def is_common(self):
        return len(self.words) == 1 and fold(self.words[0]) in STOP_WORDS

    def search_query(self):
        text = " ".join(self.words)
        queries = [
            SearchQuery(form, config=config, search_type="phrase", invert=self.negated)
            for config in CONFIGS
            for form in dict.fromkeys((text, fold(text)))
        ]
        # None of the forms, or any of them.
        return reduce(and_ if self.negated else or_, queries)


@dataclass(frozen=True)
class Query:
    """What a visitor asked for: every group is required, of a group one term is enough."""

    groups: tuple[tuple[Term, ...], ...] = field(default=())

    def __bool__(self):
        return bool(self.groups)

    def search_query(self):
        return reduce(and_, (reduce(or_, (t.search_query() for t in group)) for group in self.groups))


def parse(text: str) -> Query:
    """Reads web-search syntax: words, "phrases", -without, `or` and `ou` between two terms."""
    groups: list[list[Term]] = []
    joining = False
    for match in TOKEN.finditer(text):
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
    wanted = [group for group in groups if not all(term.is_common for term in group)]
    # Nothing but function words: look for these rather than for nothing.
    return Query(tuple(map(tuple, wanted or groups)))


def _terms(match):
    negated = bool(match["minus"])
    if match["phrase"] is not None:
        found = words(match["phrase"])
        return [Term(tuple(found), negated)] if found else []
    parts = words(match["chunk"])
    # « COVID-19 », « 75/196 », « 2021-026-1 » are one thing; « l’aide », « Asie-Pacifique » are two words.
    if len(parts) > 1 and any(part.isdigit() for part in parts):
        return [Term(tuple(parts), negated)]
    return [Term((part,), negated) for part in parts]
