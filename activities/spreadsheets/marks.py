"""What stands beside a row so that it is known again: which state of the entry it was written from, and what it said."""

import hashlib
import re

MARK = re.compile(r"v([0-9a-f]{16})\.([0-9a-f]{16})")


def mark(edition: str, texts: list[str]) -> str:
    """`edition` is that of `working_copies.edition`, `texts` what the cells of the row say."""
    return f"v{_digest([edition])}.{_digest(texts)}"


def is_of(text: str, edition: str) -> bool:
    """Whether a row was written from this state of its entry."""
    found = MARK.fullmatch(text)
    return found is not None and found[1] == _digest([edition])


def is_untouched(text: str, texts: list[str]) -> bool:
    """Whether a row still says what it said when it was written."""
    found = MARK.fullmatch(text)
    return found is not None and found[2] == _digest(texts)


def _digest(texts):
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]
