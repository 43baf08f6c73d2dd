"""The numbers in a text that count something, with their qualifiers (more than, about)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from activities.language.numbers import numbers
from activities.models.figures import Qualifier

MONTHS = {
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
ORDINALS = {"fr": r"[\w-]+(?:ième|er|ère)s?", "en": r"(?:[\w-]+(?:th|rd|nd)|first|second|third)"}
# Years, document symbols and footnote marks in any language.
MARKS = (
    r"\b(?:19|20)\d\d\b",  # a year, alone or in a period
    r"\b[A-Z/]*\d+/\d+(?: B\b)?(?:/\d+)*",  # symbols, resolutions and decisions: 75/196, A/76/121
    r"\bCOVID-19\b",
    r"(?<=[»”])\d|(?<= )\d(?=\. [A-ZÀ-Ý])",  # footnote marks
)
# Numbers that name or date something are no quantities.
DESIGNATIONS = {
    "fr": (
        rf"\b\d{{1,2}}(?:er)?(?: (?:au|et) \d{{1,2}}(?:er)?)? (?:{MONTHS['fr']})\b",  # days
        r"\b(?:premier|second|deuxième) (?:semestre|trimestre)\b",
        r"\b(?:résolution|décision|article|paragraphe|par\.|règle|annexe|chap\.|sect\.|nos?|n°) \d+"
        r"(?: (?:à|et) \d+)?",
        rf"\b{ORDINALS['fr']}(?: et {ORDINALS['fr']})? "
        r"(?:session|congrès|réunion|conférence|cycle|anniversaire|partie)",
        r"\bpremière ligne\b",
    ),
    "en": (
        rf"\b\d{{1,2}}(?: (?:to|and) \d{{1,2}})? (?:{MONTHS['en']})\b",
        r"\b(?:first|second|third|fourth) (?:half|quarter)\b",
        r"\b(?:resolution|decision|article|paragraph|paras?\.|rule|annex|chap\.|sect\.|Nos?\.) \d+"
        r"(?:(?: to| and|–|-) ?\d+)?",
        rf"\b{ORDINALS['en']}(?: and {ORDINALS['en']})? "
        r"(?:session|congress|meeting|conference|cycle|anniversary|part)",
        r"\bfirst-line\b",
    ),
}
# « une douzaine de » has a value and the qualifier “about”; plurals and other words are too vague.
ROUND = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "cinquantaine": 50,
         "centaine": 100, "dozen": 12}  # fmt: skip
VAGUE = {
    "fr": rf"\b(?:{'|'.join(ROUND)}|millier|moitié|tiers|quart|double)s?\b",
    "en": r"\b(?:dozen|hundred|thousand)s\b|\b(?:dozen|half|third|quarter)\b",
}
ONE = re.compile(r"\b(?:une|a)\s$")
# Patterns that end where the number begins.
QUALIFIERS = {
    "fr": (
        (r"\bplus (?:de|d['’])\s?$", Qualifier.MORE_THAN),
        (r"\b(?:au moins|au minimum)\s$", Qualifier.AT_LEAST),
        (r"\b(?:près de|environ|quelque|presque|pas loin de)\s$", Qualifier.ABOUT),
        (r"\b(?:jusqu['’]à|à hauteur de|au plus|au maximum)\s$", Qualifier.UP_TO),
    ),
    "en": (
        (r"\b(?:more than|over)\s$", Qualifier.MORE_THAN),
        (r"\bat least\s$", Qualifier.AT_LEAST),
        (r"\b(?:about|around|some|approximately|nearly|almost|close to)\s$", Qualifier.ABOUT),
        (r"\b(?:up to|as many as|at most)\s$", Qualifier.UP_TO),
    ),
}
OR_MORE = re.compile(r"\s?%?\s(?:ou plus|au moins|or more|at least)\b", re.I)
PERCENT = re.compile(r"\s?(?:%|pour cent\b|per cent\b)")
DESIGNATION_PATTERNS = {
    language: [re.compile(pattern, re.I) for pattern in (*MARKS, *patterns)]
    for language, patterns in DESIGNATIONS.items()
}
VAGUE_PATTERNS = {language: re.compile(pattern, re.I) for language, pattern in VAGUE.items()}
QUALIFIER_PATTERNS = {
    language: [(re.compile(pattern, re.I), qualifier) for pattern, qualifier in pairs]
    for language, pairs in QUALIFIERS.items()
}


@dataclass(frozen=True)
class Quantity:
    """`value` is None where the words are too vague for a number: hundreds, half."""

    value: Decimal | None
    start: int
    end: int
    qualifier: Qualifier = Qualifier.EXACT


def quantities(text: str, language: str = "fr") -> list[Quantity]:
    """Returns the quantities of a text, those in vague words last; all its spaces have to be plain ones."""
    patterns = DESIGNATION_PATTERNS[language]
    designations = [found.span() for pattern in patterns for found in pattern.finditer(text)]
    found = [_counted(text, number, language) for number in numbers(text, language)]
    found += [_vague(text, match) for match in VAGUE_PATTERNS[language].finditer(text)]
    return [q for q in found if not any(start <= q.start and q.end <= end for start, end in designations)]


def words_of(quantity: Quantity, text: str, language: str) -> tuple[int, str]:
    """Returns (start of the quantity with its qualifier, its words including a percent sign)."""
    found = (pattern.search(text, 0, quantity.start) for pattern, _qualifier in QUALIFIER_PATTERNS[language])
    start = min((match.start() for match in found if match), default=quantity.start)
    percent = PERCENT.match(text, quantity.end)
    return start, text[start : percent.end() if percent else quantity.end]


def _counted(text, number, language):
    return Quantity(number.value, number.start, number.end, _qualifier(text, number, language))


def _vague(text, match):
    value = ROUND.get(match.group().lower()) if ONE.search(text, 0, match.start()) else None
    return Quantity(None if value is None else Decimal(value), match.start(), match.end(), Qualifier.ABOUT)


def _qualifier(text, number, language):
    if OR_MORE.match(text, number.end):
        return Qualifier.AT_LEAST
    for pattern, qualifier in QUALIFIER_PATTERNS[language]:
        if pattern.search(text, 0, number.start):
            return qualifier
    return Qualifier.EXACT
