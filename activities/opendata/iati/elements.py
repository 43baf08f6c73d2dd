"""Builders for the elements of an IATI file: texts in both languages, shares of a whole."""

from collections.abc import Callable, Iterable
from decimal import ROUND_DOWN, Decimal

from django.conf import settings
from django.utils import translation
from lxml.builder import ElementMaker

from activities.language.characters import printable

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CENT = Decimal("0.01")
OWN = "99"  # a vocabulary of the reporting organisation, in every list of vocabularies

Languages = [code for code, _name in settings.LANGUAGES]

make = ElementMaker()


def element(name, *parts, **attributes):
    """Returns an element of texts, children and attributes (a mapping, or named), as in `ElementMaker`."""
    return make(name, *map(_carried, parts), **_carried(attributes))


def _carried(part):
    if isinstance(part, dict):
        return {key: printable(value) for key, value in part.items()}
    return printable(part) if isinstance(part, str) else part


def narratives(texts: dict[str, str]):
    """Returns a narrative element for each language that has a text."""
    return [element("narrative", {XML_LANG: code}, text) for code, text in texts.items() if text]


def names(record):
    """Returns the names of a record of a reference table as narratives."""
    return narratives({code: getattr(record, f"name_{code}") for code in Languages})


def said(words: Callable[[], object]):
    """Returns narratives of the text that `words` returns in each language."""
    texts = {}
    for code in Languages:
        with translation.override(code):
            texts[code] = str(words())
    return narratives(texts)


def shares(weights: Iterable[int]) -> list[Decimal]:
    """Returns parts of 100 in proportion to the weights, to two decimals; the first takes the remainder."""
    weights = list(weights)
    parts = [(Decimal(100) * weight / sum(weights)).quantize(CENT, ROUND_DOWN) for weight in weights]
    if parts:
        parts[0] += 100 - sum(parts)
    return parts
