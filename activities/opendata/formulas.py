"""Guards texts against execution as spreadsheet formulas, reversibly."""

# A spreadsheet executes a text that begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
APOSTROPHE = "'"
GUARDED = (*FORMULA, APOSTROPHE)


def harmless(text: str) -> str:
    """Returns the text, with an apostrophe before what a spreadsheet would execute or `plain` would strip."""
    is_ambiguous = text.startswith(APOSTROPHE) and text[1:].startswith(GUARDED)
    return f"{APOSTROPHE}{text}" if text.startswith(FORMULA) or is_ambiguous else text


def plain(text: str) -> str:
    """Returns the text that `harmless` was given."""
    return text[1:] if text.startswith(APOSTROPHE) and text[1:].startswith(GUARDED) else text
