"""Finds the countries that a text in Arabic, Chinese, Russian or Spanish names, by the names of the Unicode CLDR."""

import re
from functools import lru_cache

from babel import Locale

from .words import fold

SHORT = 4  # letters of a Russian name that is not inflected, or hardly: Мали, Чад
VOWELS = "аеиоуыэюяйь"  # endings of Russian names, which are inflected


def countries_named(text: str, language: str) -> set[str]:
    """Returns the ISO alpha-2 codes of the countries that a text names."""
    left, found = fold(text), set()
    for code, name in _names(language):
        left, times = name.subn(" ", left)
        if times:
            found.add(code)
    return found


@lru_cache(maxsize=4)
def _names(language):
    """Returns (code, pattern) of each name, the longest first: « Guinea » is part of « Guinea Ecuatorial »."""
    names = {code: fold(name) for code, name in Locale(language).territories.items() if code.isalpha()}
    by_length = sorted(names.items(), key=lambda pair: (-len(pair[1]), pair))
    return tuple((code, _pattern(name, language)) for code, name in by_length if len(code) == 2)


def _pattern(name, language):
    if language in ("ar", "zh"):  # a preposition is written together with its noun, or nothing apart
        return re.compile(re.escape(name))
    if language == "ru" and len(name) > SHORT:
        return re.compile(rf"\b{re.escape(name.rstrip(VOWELS))}\w{{0,3}}\b")
    return re.compile(rf"\b{re.escape(name)}\b")
