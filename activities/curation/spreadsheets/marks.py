"""What stands beside a row so that it is known again: which state of the entry it was written from, and what it said."""

import hashlib
import re

EDITION, TEXT = 16, 6  # hexadecimal digits of a digest
MARK = re.compile(rf"v([0-9a-f]{{{EDITION}}})\.((?:[0-9a-f]{{{TEXT}}})+)")


def mark(edition: str, texts: list[str]) -> str:
    """`edition` is that of `working_copies.edition`, `texts` what the cells of the row say."""
    return f"v{_digest(edition, EDITION)}.{''.join(_digest(text, TEXT) for text in texts)}"


def is_of(text: str, edition: str) -> bool:
    """Whether a row was written from this state of its entry."""
    found = MARK.fullmatch(text)
    return found is not None and found[1] == _digest(edition, EDITION)


def is_untouched(text: str, texts: list[str | None]) -> bool:
    """Whether a row still says what it said when it was written; None in a column that was taken out."""
    found = MARK.fullmatch(text)
    if found is None or len(found[2]) != TEXT * len(texts):
        return False
    written = (found[2][place : place + TEXT] for place in range(0, len(found[2]), TEXT))
    return all(
        said is None or _digest(said, TEXT) == digest for said, digest in zip(texts, written, strict=True)
    )


def _digest(text, length):
    return hashlib.sha256(text.encode()).hexdigest()[:length]
