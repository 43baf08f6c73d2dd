"""Words that mean the same to a reader, from the one reviewed file fixtures/synonyms.yaml."""

from functools import cache
from itertools import product

import yaml
from django.conf import settings

from .words import is_common, stems, words

Phrase = tuple[str, ...]


def synonyms(phrase: Phrase) -> list[Phrase]:
    """The other members of the groups that a word or a phrase, in any of its forms, belongs to."""
    own = _keys(phrase)
    members = {member: None for key in own for member in _groups().get(key, ())}
    return [member for member in members if not _keys(member) & own]


def known_words() -> set[str]:
    return {word for members in _groups().values() for member in members for word in member}


@cache
def known_stems() -> frozenset[str]:
    return frozenset(stem for word in known_words() for stem in stems(word))


def _keys(phrase):
    """The sequences of stems by which a phrase may be met; function words do not count."""
    return set(product(*(stems(word) for word in phrase if not is_common(word))))


@cache
def _groups() -> dict[Phrase, list[Phrase]]:
    """{sequence of stems: members of the groups that have it}"""
    by_key: dict[Phrase, list[Phrase]] = {}
    path = settings.FIXTURES_DIR / "synonyms.yaml"
    for group in yaml.safe_load(path.read_text(encoding="utf-8")):
        members = [tuple(words(member)) for member in group]
        for key in {key for member in members for key in _keys(member)}:
            by_key.setdefault(key, []).extend(members)
    return by_key
