"""What keeps a text a text in a spreadsheet, and gives it back as it was."""

# A spreadsheet would take a text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
APOSTROPHE = "'"
GUARDED = (*FORMULA, APOSTROPHE)


def harmless(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would execute it, or where `plain` would take one off."""
    is_ambiguous = text.startswith(APOSTROPHE) and text[1:].startswith(GUARDED)
    return f"{APOSTROPHE}{text}" if text.startswith(FORMULA) or is_ambiguous else text


def plain(text: str) -> str:
    """The very text that `harmless` was given."""
    return text[1:] if text.startswith(APOSTROPHE) and text[1:].startswith(GUARDED) else text
