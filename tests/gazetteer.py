"""The names of the reference tables, found in a French text."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from activities.models import Country, Instrument, Locality, Partner, Programme, Region

from .source_text import WORD, plain

TABLES = (Country, Locality, Region, Programme, Partner, Instrument)


@dataclass(frozen=True)
class Hit:
    words: str
    start: int
    end: int
    records: frozenset[str]


@dataclass(frozen=True)
class Form:
    """A name as its words; an acronym is written in its capitals (INSPIRE), a name in any."""

    words: tuple[str, ...]
    is_acronym: bool

    def begins(self, tokens):
        return len(tokens) >= len(self.words) and all(map(self._matches, self.words, tokens))

    def _matches(self, word, token):
        return token.group() == word if self.is_acronym else token.group().lower() in (word, f"{word}s")


def record_of(row):
    """`country KEN`, `locality PAK punjab`"""
    return " ".join([row._meta.model_name, *map(str, row.natural_key())])


def forms_of(row):
    for name in (row.name_fr, *row.aliases_fr):
        yield Form(tuple(WORD.findall(plain(name).lower())), is_acronym=False)
    if acronym := getattr(row, "acronym_fr", "") or getattr(row, "acronym", ""):
        yield Form(tuple(WORD.findall(plain(acronym))), is_acronym=True)


@cache
def _tokens(text):
    return list(WORD.finditer(plain(text)))


class Gazetteer:
    def __init__(self):
        self.forms = {record_of(row): list(forms_of(row)) for model in TABLES for row in model.objects.all()}
        bearers = defaultdict(set)
        for record, forms in self.forms.items():
            for form in forms:
                bearers[form].add(record)
        self.by_first_word = defaultdict(list)
        for form, records in bearers.items():
            for first in (form.words[0].lower(), f"{form.words[0].lower()}s"):
                self.by_first_word[first].append((form, records))

    def hits(self, text):
        """The longest name at each place; none inside another."""
        tokens, found, i = _tokens(text), [], 0
        while i < len(tokens):
            here = [
                (len(form.words), records)
                for form, records in self.by_first_word[tokens[i].group().lower()]
                if form.begins(tokens[i:])
            ]
            length = max((length for length, _records in here), default=1)
            if here:
                start, end = tokens[i].start(), tokens[i + length - 1].end()
                records = frozenset().union(*(records for size, records in here if size == length))
                found.append(Hit(plain(text)[start:end], start, end, records))
            i += length
        return found

    def names(self, record, text):
        """Whether a name of the record stands in the text, be it inside a longer one."""
        tokens = _tokens(text)
        return any(form.begins(tokens[i:]) for form in self.forms[record] for i in range(len(tokens)))
