"""The typography of both languages: what a text may not have, and what the software sets by itself."""

import re

from django.utils.translation import gettext_lazy

STRAIGHT = (re.compile("['\"]"), gettext_lazy("straight quotes or a straight apostrophe"))
SPACES = (re.compile(r"\s\s|^\s|\s$|\(\s|\s[,.)]"), gettext_lazy("a space too many"))
DOTS = (re.compile(r"\.\.\."), gettext_lazy("three dots instead of …"))
UNGROUPED = (re.compile(r"\d{5}"), gettext_lazy("five digits or more without a separator"))
FRENCH = (
    STRAIGHT,
    SPACES,
    DOTS,
    UNGROUPED,
    (re.compile("[“”]"), gettext_lazy("English quotation marks")),
    (re.compile("«(?!\u00a0)|(?<!\u00a0)»"), gettext_lazy("guillemets without a no-break space inside")),
    (re.compile("(?<!\u00a0)(?::(?!//)|%)"), gettext_lazy("no no-break space before : or %")),
    (re.compile("(?<!\u202f)[;!?]"), gettext_lazy("no narrow no-break space before ; ! or ?")),
    (re.compile(r"\d[ \u00a0,.]\d{3}(?!\d)"), gettext_lazy("thousands without a narrow no-break space")),
)
ENGLISH = (
    STRAIGHT,
    SPACES,
    DOTS,
    UNGROUPED,
    (re.compile("[«»]"), gettext_lazy("French quotation marks")),
    (re.compile("[\u00a0\u202f]| [:;!?%]"), gettext_lazy("a no-break space, or a space before punctuation")),
    (re.compile(r"\d[ .]\d{3}(?!\d)"), gettext_lazy("thousands without a comma")),
)

# (pattern, replacement, what it sets); applied in this order. A mark inside a word, as in 10:30, is left alone.
_ANY = "[ \u00a0\u202f]*"
_END = r"(?=[\s\u00a0)»”]|$)"
_BOTH = (
    (re.compile(r"\.\.\."), "…", gettext_lazy("ellipses")),
    (re.compile(r"(?<=[^\W\d_])'(?=\w)"), "’", gettext_lazy("apostrophes")),
)
_NO_BREAK = gettext_lazy("no-break spaces")
SET = {
    "fr": (
        *_BOTH,
        (re.compile(rf"(?<=\S){_ANY}:{_END}"), "\u00a0:", _NO_BREAK),
        (re.compile(rf"(?<=\S){_ANY}([;!?]){_END}"), "\u202f\\1", _NO_BREAK),
        (re.compile(rf"(?<=\d){_ANY}%"), "\u00a0%", _NO_BREAK),
        (re.compile(f"«{_ANY}"), "«\u00a0", _NO_BREAK),
        (re.compile(f"{_ANY}»"), "\u00a0»", _NO_BREAK),
        (re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), "\u202f", _NO_BREAK),
    ),
    "en": (
        *_BOTH,
        (re.compile("[\u00a0\u202f]"), " ", gettext_lazy("spaces")),
        (re.compile(rf"(?<=\S) +([:;!?]){_END}"), r"\1", gettext_lazy("spaces")),
        (re.compile(r"(?<=\d) +%"), "%", gettext_lazy("spaces")),
    ),
}
_ADDRESS = re.compile(r"\S+://\S+")


def typeset(text: str, language: str, titles=()) -> tuple[str, list[str]]:
    """Returns a text with its typography set, and what was set; addresses and the titles given stay as they are."""
    kept = "|".join([_ADDRESS.pattern, *(re.escape(title) for title in titles if title)])
    parts = re.split(f"({kept})", text)
    done: list[str] = []
    for pattern, replacement, what in SET[language]:
        for position in range(0, len(parts), 2):
            changed = pattern.sub(replacement, parts[position])
            if changed != parts[position]:
                parts[position] = changed
                done.append(str(what))
    return "".join(parts), list(dict.fromkeys(done))
