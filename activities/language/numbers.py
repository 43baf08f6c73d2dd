"""Finds the numbers of a French or an English text, in digits and in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SCALES = {"mille": 10**3, "thousand": 10**3, "million": 10**6, "milliard": 10**9, "billion": 10**9}
UNITS = {
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen",
}
TENS = {
    "fr": {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100}
    | {"vingts": 20, "cents": 100, "mille": 1000},
    "en": dict(
        zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
    )
    | {"hundred": 100},
}
# The ordinals that the rule of `_ordinals` does not form.
IRREGULAR = {
    "fr": {"premier": 1, "première": 1, "second": 2, "seconde": 2, "cinquième": 5, "neuvième": 9},
    "en": {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12},
}
DIGITS = {
    "fr": r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:,\d+)?",
    "en": r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?",
}
# « quatre-vingts », « deux cents » multiply; every other part of a compound adds.
MULTIPLIERS = {"vingt", "vingts", "cent", "cents", "hundred"}


@dataclass(frozen=True)
class Number:
    """A number and its position in a text; `spelled` in words, an `ordinal` or a quantity."""

    value: Decimal
    start: int
    end: int
    spelled: bool
    ordinal: bool


CARDINALS = {
    language: {word: i for i, word in enumerate(units.split(), 1)} | TENS[language]
    for language, units in UNITS.items()
}


def _ordinals(language):
    """Returns {ordinal: number}: quatrième and quatrièmes, twentieth, and the irregular ones."""
    if language == "en":
        return {re.sub("y$", "ie", word) + "th": i for word, i in CARDINALS["en"].items()} | IRREGULAR["en"]
    regular = {f"{word.removesuffix('e')}ième": i for word, i in CARDINALS["fr"].items()}
    return {f"{word}{plural}": i for word, i in (regular | IRREGULAR["fr"]).items() for plural in ("", "s")}


WORDS = {language: cardinals | _ordinals(language) for language, cardinals in CARDINALS.items()}


def _pattern(language):
    part = "|".join(sorted(WORDS[language], key=len, reverse=True))
    joint = r"-(?:et-)?| et (?=un\b|onze\b)| (?=cents?\b|hundred\b)"
    spelled = rf"\b(?<!pour )(?P<words>(?:{part})(?:(?:{joint})(?:{part}))*)\b"
    digits = rf"(?<!\w)(?:{DIGITS[language]})"
    scale = rf"(?:[ \u00a0\u202f](?P<scale>{'|'.join(SCALES)})s?\b)?"
    ending = r"(?P<ordinal>er|re|e|st|nd|rd|th)?(?!\w)"
    return re.compile(rf"(?:(?P<digits>{digits}){ending}|{spelled}){scale}")


PATTERNS = {language: _pattern(language) for language in WORDS}


def numbers(text: str, language: str) -> Iterator[Number]:
    """Yields the numbers of a text in order. `un` and `one` alone are articles and pronouns, not numbers."""
    for match in PATTERNS[language].finditer(text.lower()):
        words = match["words"]
        if words in ("un", "one"):
            continue
        value = _spelled(words, WORDS[language]) if words else _digits(match["digits"], language)
        ordinal = bool(match["ordinal"]) or bool(words and _last(words) not in CARDINALS[language])
        value *= SCALES.get(match["scale"], 1)
        yield Number(value, match.start(), match.end(), spelled=bool(words), ordinal=ordinal)


def missing(text: str, language: str, other: str, other_language: str) -> list[Decimal]:
    """Returns the sorted numbers of a text that its translation has neither in digits nor in words.

    In words, 1 and 2 have too many forms (both, half, a pair) to be compared.
    """
    there = {number.value for number in numbers(other, other_language)}
    here = {number.value for number in numbers(text, language) if not number.spelled or number.value > 2}
    return sorted(here - there)


def _digits(digits, language):
    plain = re.sub(r"[ \u00a0\u202f]", "", digits).replace(",", "." if language == "fr" else "")
    return Decimal(plain)


def _spelled(words, values):
    total = 0
    for part in re.split(r"-et-|-| et | ", words):
        value = values[part]
        total = total * value if part in MULTIPLIERS and 0 < total < 10 else total + value
    return Decimal(total)


def _last(words):
    return re.split(r"[- ]", words)[-1]
