"""Finds the names of the reference tables in a text: of several that begin at a word, the longest."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from activities.language.words import WORD, fold
from activities.models import Country, Instrument, Locality, Partner, Programme, Region

# Instruments are never suggested, but the names inside their names must not be found by themselves.
TABLES = (Country, Locality, Region, Programme, Partner, Instrument)


@dataclass(frozen=True)
class Hit:
    """A name found in a text. `records` as `country KEN`; `is_adjective` for « kényan », also a language."""

    words: str
    start: int
    end: int
    records: frozenset[str]
    is_adjective: bool = False


@dataclass(frozen=True)
class Token:
    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class Form:
    """The words of a name. An acronym matches only in its own case (INSPIRE), a name in any."""

    words: tuple[str, ...]
    is_acronym: bool
    is_adjective: bool = False

    def begins(self, tokens):
        return len(tokens) >= len(self.words) and all(map(self._matches, self.words, tokens))

    def _matches(self, word, token):
        return token.text == word if self.is_acronym else token.folded in (word, f"{word}s")


def record_of(row):
    """Returns a row's model and natural key: `country KEN`, `locality PAK punjab`."""
    return " ".join([row._meta.model_name, *map(str, row.natural_key())])


# Aliases of a country that are adjectives: « kényan », “Kenyan”.
ADJECTIVE = {"fr": re.compile(r"[a-zà-ÿ].*"), "en": re.compile(r"[\w-]+(?:an|ish|ese|ic|i|ch|ss)")}


def forms_of(row, language):
    """Yields the forms of a row's name, aliases and acronym; an alias in capitals is an acronym."""
    name, aliases = getattr(row, f"name_{language}"), getattr(row, f"aliases_{language}")
    yield _form(name, is_acronym=False)
    for alias in aliases:
        is_acronym = len(alias) > 1 and alias.isupper()
        yield _form(alias, is_acronym, is_adjective=bool(ADJECTIVE[language].fullmatch(alias)))
    if acronym := getattr(row, f"acronym_{language}", "") or getattr(row, "acronym", ""):
        yield _form(acronym, is_acronym=True)


def _form(name, is_acronym, is_adjective=False):
    words = (token.text if is_acronym else token.folded for token in tokens_of(name))
    return Form(tuple(words), is_acronym, is_adjective)


@lru_cache(maxsize=1000)
def tokens_of(text):
    composed = unicodedata.normalize("NFC", text)
    return tuple(
        Token(found.group(), fold(found.group()), *found.span()) for found in WORD.finditer(composed)
    )


class Gazetteer:
    """All names of the reference tables, read once. `rows` is {record: row}."""

    def __init__(self, language="fr"):
        self.rows = {record_of(row): row for model in TABLES for row in _all(model)}
        self.forms = {record: list(forms_of(row, language)) for record, row in self.rows.items()}
        bearers = defaultdict(set)
        for record, forms in self.forms.items():
            for form in forms:
                bearers[form].add(record)
        self._by_first_word = defaultdict(list)
        for form, records in bearers.items():
            first = fold(form.words[0])
            for word in (first, f"{first}s"):
                self._by_first_word[word].append((form, records))

    def hits(self, text):
        """Returns the longest name at each place; hits do not overlap."""
        tokens, found, i = tokens_of(text), [], 0
        while i < len(tokens):
            here = [
                (form, records)
                for form, records in self._by_first_word.get(tokens[i].folded, ())
                if form.begins(tokens[i : i + len(form.words)])
            ]
            length = max((len(form.words) for form, _records in here), default=1)
            longest = [(form, records) for form, records in here if len(form.words) == length]
            if longest:
                found.append(_hit(text, tokens[i : i + length], longest))
            i += length
        return found

    def names(self, record, text):
        """True if a name of the record occurs in the text, even inside a longer name."""
        tokens = tokens_of(text)
        return any(form.begins(tokens[i:]) for form in self.forms[record] for i in range(len(tokens)))


def _all(model):
    return model.objects.select_related("country") if model is Locality else model.objects.all()


def _hit(text, tokens, longest):
    start, end = tokens[0].start, tokens[-1].end
    records = frozenset().union(*(records for _form, records in longest))
    return Hit(text[start:end], start, end, records, all(form.is_adjective for form, _records in longest))
