"""What every element of an IATI file is made with: texts in both languages, shares of a whole."""

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
    """The element with its texts, attributes (a mapping, or named) and elements inside, as `ElementMaker` takes them."""
    return make(name, *map(_carried, parts), **_carried(attributes))


def _carried(part):
    if isinstance(part, dict):
        return {key: printable(value) for key, value in part.items()}
    return printable(part) if isinstance(part, str) else part


def narratives(texts: dict[str, str]):
    """The same text in each language that has it."""
    return [element("narrative", {XML_LANG: code}, text) for code, text in texts.items() if text]


def names(record):
    """The names of a record of a reference table."""
    return narratives({code: getattr(record, f"name_{code}") for code in Languages})


def said(words: Callable[[], object]):
    """What `words` says in each language."""
    texts = {}
    for code in Languages:
        with translation.override(code):
            texts[code] = str(words())
    return narratives(texts)


def shares(weights: Iterable[int]) -> list[Decimal]:
    """The parts of 100 in proportion to the weights, to two decimals; the first takes what rounding leaves."""
    weights = list(weights)
    parts = [(Decimal(100) * weight / sum(weights)).quantize(CENT, ROUND_DOWN) for weight in weights]
    if parts:
        parts[0] += 100 - sum(parts)
    return parts
