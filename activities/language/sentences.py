"""Splits a French or English text into sentences."""

import re

MOST = 64  # sentences of a text

# A stop ends a sentence before a capital or a quotation mark, but not after an initial.
END = re.compile(r"(?<=[.!?…])(?<!\b[A-Z]\.)\s+(?=[A-ZÀ-ÖØ-ÞŒ«“\"(])|(?<=;)\s+")


def sentences(text: str) -> list[str]:
    """Returns the sentences of a text; the parts of a list, between semicolons, count as sentences too."""
    return [part.strip() for part in END.split(text) if part.strip()][:MOST]
