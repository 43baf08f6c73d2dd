"""The mark in each exported row: digests of the activity's version token and of the row's cells."""

import hashlib
import re

EDITION, TEXT = 16, 6  # hexadecimal digits of a digest
MARK = re.compile(rf"v([0-9a-f]{{{EDITION}}})\.((?:[0-9a-f]{{{TEXT}}})+)")


def mark(version_token: str, texts: list[str]) -> str:
    """Returns the mark for a version token (`working_copies.version_token`) and the canonical texts of a row."""
    return f"v{_digest(version_token, EDITION)}.{''.join(_digest(text, TEXT) for text in texts)}"


def is_of(text: str, version_token: str) -> bool:
    """True if a row was exported at this version token of its activity."""
    found = MARK.fullmatch(text)
    return found is not None and found[1] == _digest(version_token, EDITION)


def is_untouched(text: str, texts: list[str | None]) -> bool:
    """True if the texts are as exported; None stands for a column that was removed."""
    found = MARK.fullmatch(text)
    if found is None or len(found[2]) != TEXT * len(texts):
        return False
    written = (found[2][place : place + TEXT] for place in range(0, len(found[2]), TEXT))
    return all(
        said is None or _digest(said, TEXT) == digest for said, digest in zip(texts, written, strict=True)
    )


def _digest(text, length):
    return hashlib.sha256(text.encode()).hexdigest()[:length]
