"""The hand-tuned lists of words, from the reviewed file fixtures/words.yaml; read and validated once, at import."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import yaml
from django.conf import settings
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

# libyaml's parser needs a tenth of the time; a PyYAML built without it has an equivalent in Python.
SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _split(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


def no_word_twice(words: Sequence[str]) -> Sequence[str]:
    if twice := {word for word in words if words.count(word) > 1}:
        raise ValueError(f"names twice: {', '.join(sorted(twice))}")
    return words


def _of_all_languages(by_language: Any) -> Any:
    return {word for words in by_language.values() for word in no_word_twice(_split(words))}


def _folded(words: frozenset[str]) -> frozenset[str]:
    if wrong := [word for word in words if not (word.isascii() and (word.islower() or word.isupper()))]:
        raise ValueError(f"are not folded: {', '.join(sorted(wrong))}")
    return words


def _forms(lines: Iterable[tuple[str, ...]]) -> Any:
    """Returns {form: stem} for lines of the forms of one word."""
    forms = [(form, line[0]) for line in lines for form in line]
    no_word_twice([form for form, _stem in forms])
    return dict(forms)


Words = Annotated[frozenset[str], BeforeValidator(no_word_twice), BeforeValidator(_split)]
FoldedWords = Annotated[Words, AfterValidator(_folded)]
ByLanguage = Annotated[frozenset[str], AfterValidator(_folded), BeforeValidator(_of_all_languages)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Questions(Strict):
    begin_with: Words
    ask_for: tuple[str, ...]
    whom: tuple[str, ...]
    name: tuple[str, ...]


class Operators(Strict):
    both: Words
    either: Words
    without: Words


class References(Strict):
    activity: tuple[str, ...]
    paragraph: tuple[str, ...]
    to: tuple[str, ...]
    resolution: tuple[str, ...]
    adopted_by: tuple[str, ...]


class Lists(Strict):
    function_words: ByLanguage
    framing_words: ByLanguage
    capitals: FoldedWords
    apart: Annotated[
        Mapping[str, str],
        AfterValidator(MappingProxyType),
        BeforeValidator(lambda lines: _forms(map(str.split, lines))),
    ]
    questions: Questions
    operators: Operators
    references: References


def read_yaml(path: Path) -> Any:
    """Returns the content of a reviewed file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)  # noqa: S506  # nosec B506 - safe


def read(path: Path) -> Lists:
    return Lists.model_validate(read_yaml(path))


LISTS = read(settings.FIXTURES_DIR / "words.yaml")
