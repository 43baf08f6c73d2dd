"""What keeps a text a text in a spreadsheet."""

# A spreadsheet would take a text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would execute it."""
    return f"'{text}" if text.startswith(FORMULA) else text
