"""Words that mean the same to a reader, from the one reviewed file fixtures/synonyms.yaml.

A group is a list of words and phrases for one thing. Two kinds of pairs lead one way only. A text with a word of
`answered_by` answers for those of `typed`: Morocco for Maghreb. A text with a word of `broader` comes near to those of
`narrower`, and answers for none of them: sport for football.
"""

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType
from typing import Annotated

from django.conf import settings
from pydantic import AfterValidator, Field, TypeAdapter

from activities.once import once

from .lists import Strict, no_word_twice, read_yaml
from .words import is_common, stems, words

Phrase = tuple[str, ...]
ByKey = Mapping[Phrase, tuple[Phrase, ...]]

Texts = Annotated[tuple[str, ...], AfterValidator(no_word_twice)]
Group = Annotated[Texts, Field(min_length=2)]


class Answering(Strict):
    typed: Texts
    answered_by: Texts


class Pair(Strict):
    narrower: Texts
    broader: Texts


Entry = Group | Answering | Pair
ENTRIES: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[Entry, ...])
LONGEST = 7  # content words of a phrase: each may have three stems, and every sequence of them is a key


def equal(phrase: Phrase) -> list[Phrase]:
    """Returns the other members of the groups that a word or a phrase, in any form, belongs to."""
    return _others(phrase, _groups())


def synonyms(phrase: Phrase) -> list[Phrase]:
    """Returns these and the terms that answer for it, all of which a search for it matches."""
    return list(dict.fromkeys([*equal(phrase), *_others(phrase, _answering())]))


def broader(phrase: Phrase) -> list[Phrase]:
    """Returns the broader terms that bring an activity near to a word or a phrase, and their synonyms."""
    return _others(phrase, _broader())


def known_words() -> set[str]:
    texts = (text for entry in entries() for members in _lists(entry) for text in members)
    return {word for phrase in _phrases(texts) for word in phrase}


@once
def known_stems() -> frozenset[str]:
    return frozenset(stem for word in known_words() for stem in stems(word))


def forget() -> None:
    """Clears the cache, so that the file is read again."""
    for kept in (known_stems, entries, _groups, _answering, _broader):
        kept.cache_clear()


def _others(phrase, table):
    own = _keys(phrase)
    members = {member: None for key in _all_keys(phrase) for member in table.get(key, ())}
    return [member for member in members if not _keys(member) & own]


def _keys(phrase):
    """Returns the sequences of stems that identify a phrase, function words left out."""
    telling = [stems(word) for word in phrase if not is_common(word)]
    return set(product(*telling)) if len(telling) <= LONGEST else set()


def _all_keys(phrase):
    """Returns these and, for two words, those of both written as one: “cyber-attack”, “cyberattack”."""
    return _keys(phrase) | (_keys(("".join(phrase),)) if len(phrase) == 2 else set())


@once
def entries() -> tuple[Entry, ...]:
    """Returns the groups and pairs of the file, in its order."""
    return ENTRIES.validate_python(read_yaml(settings.FIXTURES_DIR / "synonyms.yaml"))


def _phrases(texts):
    return [tuple(words(text)) for text in texts]


@once
def _groups() -> ByKey:
    """Returns {sequence of stems: members of the groups that have it}."""
    groups = [_phrases(entry) for entry in entries() if isinstance(entry, tuple)]
    return _by_key((members, members) for members in groups)


@once
def _answering() -> ByKey:
    """Returns {sequence of stems: terms that answer for it, and their synonyms}."""
    return _one_way(Answering)


@once
def _broader() -> ByKey:
    """Returns {sequence of stems: broader terms and their synonyms}."""
    return _one_way(Pair)


def _one_way(kind) -> ByKey:
    pairs = [map(_phrases, _lists(entry)) for entry in entries() if isinstance(entry, kind)]
    return _by_key((_with_equal(typed), _with_equal(meant)) for typed, meant in pairs)


def _with_equal(phrases):
    return [way for phrase in phrases for way in (phrase, *equal(phrase))]


def _lists(entry: Entry) -> list[Texts]:
    """Returns the members of a group, or both lists of a pair, that which is typed first."""
    return [entry] if isinstance(entry, tuple) else [texts for _name, texts in entry]


def _by_key(pairs) -> ByKey:
    by_key: dict[Phrase, tuple[Phrase, ...]] = {}
    for members, meant in pairs:
        for key in {key for member in members for key in _all_keys(member)}:
            by_key[key] = (*by_key.get(key, ()), *meant)
    return MappingProxyType(by_key)
