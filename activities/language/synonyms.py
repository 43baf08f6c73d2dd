"""Words that mean the same to a reader, from the one reviewed file fixtures/synonyms.yaml.

A group is a list of words and phrases for one thing. A pair of lists, `narrower` and `broader`, covers
what the catalogue seldom names: a search for football also finds sport, one for sport not football.
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


class Pair(Strict):
    narrower: Texts
    broader: Texts


ENTRIES: TypeAdapter[tuple[Group | Pair, ...]] = TypeAdapter(tuple[Group | Pair, ...])
LONGEST = 7  # content words of a phrase: each may have three stems, and every sequence of them is a key


def synonyms(phrase: Phrase) -> list[Phrase]:
    """Returns the other members of the groups that a word or a phrase, in any form, belongs to."""
    return _others(phrase, _groups())


def broader(phrase: Phrase) -> list[Phrase]:
    """Returns the broader terms that a search for a word or a phrase also matches, and their synonyms."""
    return _others(phrase, _broader())


def known_words() -> set[str]:
    members = [member for table in (_groups(), _broader()) for group in table.values() for member in group]
    return {word for member in members for word in member} | _narrow_words()


@once
def known_stems() -> frozenset[str]:
    return frozenset(stem for word in known_words() for stem in stems(word))


def forget() -> None:
    """Clears the cache, so that the file is read again."""
    for kept in (known_stems, entries, _groups, _broader):
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
def entries() -> tuple[Group | Pair, ...]:
    """Returns the groups and pairs of the file, in its order."""
    return ENTRIES.validate_python(read_yaml(settings.FIXTURES_DIR / "synonyms.yaml"))


def _phrases(texts):
    return [tuple(words(text)) for text in texts]


@once
def _groups() -> ByKey:
    """Returns {sequence of stems: members of the groups that have it}."""
    groups = [_phrases(group) for group in entries() if not isinstance(group, Pair)]
    return _by_key((members, members) for members in groups)


@once
def _broader() -> ByKey:
    """Returns {sequence of stems: broader terms and their synonyms}."""
    pairs = [(_phrases(pair.narrower), _phrases(pair.broader)) for pair in _pairs()]
    return _by_key((narrow, [way for one in wide for way in (one, *synonyms(one))]) for narrow, wide in pairs)


def _pairs():
    return [pair for pair in entries() if isinstance(pair, Pair)]


def _narrow_words():
    return {word for pair in _pairs() for phrase in _phrases(pair.narrower) for word in phrase}


def _by_key(pairs) -> ByKey:
    by_key: dict[Phrase, tuple[Phrase, ...]] = {}
    for members, meant in pairs:
        for key in {key for member in members for key in _all_keys(member)}:
            by_key[key] = (*by_key.get(key, ()), *meant)
    return MappingProxyType(by_key)
