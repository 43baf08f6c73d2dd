"""The set terms of the field, from the one reviewed file fixtures/terms.yaml, and where a text has them."""

from typing import Annotated

import yaml
from django.conf import settings
from pydantic import AfterValidator, Field, TypeAdapter

from activities.language.lists import Strict, no_word_twice
from activities.language.words import fold_word, stems, words
from activities.once import once

Phrases = Annotated[tuple[str, ...], AfterValidator(no_word_twice)]
Forms = Annotated[Phrases, Field(min_length=1)]


class Avoided(Strict):
    fr: Phrases = ()
    en: Phrases = ()


class Term(Strict):
    """A set term: its accepted forms in each language, the one to write first, and what is not written for it."""

    fr: Forms
    en: Forms
    avoid: Avoided = Avoided()


TERMS: TypeAdapter[tuple[Term, ...]] = TypeAdapter(tuple[Term, ...])


@once
def terms() -> tuple[Term, ...]:
    """Returns the reviewed terms; raises ValidationError for a file that is not one."""
    text = (settings.FIXTURES_DIR / "terms.yaml").read_text(encoding="utf-8")
    return TERMS.validate_python(yaml.safe_load(text))


def first_of(phrases: tuple[str, ...], text: str) -> str:
    """Returns the first of the phrases that the text has, in any inflected form; an empty string if none."""
    present = words(text)
    return next((phrase for phrase in phrases if _occurs(words(phrase), present)), "")


def _occurs(phrase: list[str], present: list[str]) -> bool:
    return any(
        all(_same(wanted, found) for wanted, found in zip(phrase, present[start:], strict=False))
        for start in range(len(present) - len(phrase) + 1)
    )


def _same(one: str, other: str) -> bool:
    return fold_word(one) == fold_word(other) or bool(stems(one) & stems(other))
