"""The report's text: its paragraphs, and the numbers in it that count something."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from activities.consistency.numbers import numbers

from .material import required

WORD = re.compile(r"[^\W_]+")
LIGATURES = {"œ": "oe", "Œ": "OE", "’": "'"}
PARAGRAPH = re.compile(r"^\*\*(\d+)\.\*\* (.+)$", re.M)
MONTH = r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
ORDINAL = r"[\w-]+(?:ième|er|ère)s?"
# Numbers that name or date something count nothing.
DESIGNATIONS = [
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:19|20)\d\d\b",  # a year, alone or in a period
        rf"\b\d{{1,2}}(?:er)?(?: (?:au|et) \d{{1,2}}(?:er)?)? {MONTH}\b",  # days
        r"\b(?:premier|second) semestre\b",
        r"\b[A-Z/]*\d+/\d+(?: B\b)?(?:/\d+)*",  # symbols, resolutions and decisions: 75/196, A/76/121
        r"\b(?:résolution|article|paragraphe|par\.|nos) \d+(?: (?:à|et) \d+)?",
        rf"\b{ORDINAL}(?: et {ORDINAL})? (?:session|congrès|réunion|conférence|cycle|anniversaire|partie)",
        r"\b(?:première ligne|COVID-19)\b",
        r"(?<=»)\d|(?<= )\d(?=\. [A-ZÀ-Ý])",  # marks of footnotes
    )
]
VAGUE = re.compile(
    r"\b(?:dizaine|douzaine|quinzaine|vingtaine|centaine|millier|moitié|tiers|quart|double)s?\b", re.I
)


def report():
    return required("CATALOGUE_SOURCE_TEXT", "the text of the report").read_text(encoding="utf-8")


def paragraphs():
    """{number: text}, every space a plain one."""
    return {int(number): re.sub(r"\s", " ", words) for number, words in PARAGRAPH.findall(report())}


def plain(text):
    """Without accents, ligatures and typographic apostrophes; capitals stay."""
    for letter, replacement in LIGATURES.items():
        text = text.replace(letter, replacement)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Quantity:
    """`value` is None where the words are vague: hundreds, half."""

    value: Decimal | None
    start: int
    end: int


def quantities(paragraph):
    """What a paragraph counts."""
    designations = [match.span() for pattern in DESIGNATIONS for match in pattern.finditer(paragraph)]
    found = [Quantity(number.value, number.start, number.end) for number in numbers(paragraph, "fr")]
    found += [Quantity(None, *match.span()) for match in VAGUE.finditer(paragraph)]
    return [q for q in found if not any(start <= q.start and q.end <= end for start, end in designations)]
