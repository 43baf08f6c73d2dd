"""Words as lexemes of a search vector, and the tsqueries that find them. Imports no model."""

from collections.abc import Callable, Iterable

from activities.language.words import fold_word, is_common, stems

EXACT, TITLE, THEME = (
    "=",
    "^",
    "#",
)  # prefixes of the lexemes of exact words, of words of a title and of a theme

Words = tuple[str, ...]
# Returns the alternatives of a word in a tsquery.
Forms = Callable[[str], list[str]]


def exact(word: str) -> str:
    """Returns the lexeme of the unstemmed word, accents folded."""
    return f"{EXACT}{fold_word(word)}"


def in_title(word: str) -> list[str]:
    """Returns the lexemes that a word has in a title, besides those that it has in any text.

    The GIN index answers for them, whereas the weight of a lexeme must be checked row by row.
    """
    return [f"{TITLE}{stem}" for stem in stems(word)]


def in_theme(word: str) -> list[str]:
    """Returns the lexemes of a word of the names of a theme, instead of those that it has in any text."""
    return [f"{THEME}{stem}" for stem in stems(word)]


def symbol_word(parts: Iterable[str]) -> str | None:
    """Returns the numbers of the symbol of a resolution as one word, 75/196 as 75x196; None for other words.

    The activities of a report are found by the resolution that asks for it, and not by one of its two numbers.
    """
    numbers = tuple(parts)
    return "x".join(numbers) if len(numbers) == 2 and all(map(str.isdigit, numbers)) else None


def quoted(lexeme: str) -> str:
    """Returns the lexeme quoted for a tsvector or a tsquery."""
    return "'{}'".format(lexeme.replace("\\", r"\\").replace("'", "''"))


def unstemmed(word: str) -> list[str]:
    return [quoted(exact(word))]


def stemmed(word: str) -> list[str]:
    return [quoted(stem) for stem in sorted(stems(word))]


def themed(word: str) -> list[str]:
    """Matches a word in the names of a theme."""
    return [quoted(lexeme) for lexeme in sorted(in_theme(word))]


def told(word: str) -> list[str]:
    """Matches a word, in any form, in title, summary and places: not in the names of whatever else it points at."""
    return [f"{lexeme}:ABC" for lexeme in stemmed(word)]


def beginning(word: str) -> list[str]:
    """Matches every word that begins so."""
    return [f"{quoted(exact(word))}:*"]


def titled(word: str) -> list[str]:
    return [quoted(lexeme) for lexeme in sorted(in_title(word))]


def title_beginning(word: str) -> list[str]:
    """Matches the words of a title that begin so, as far as their stems do."""
    return [f"{quoted(f'{TITLE}{fold_word(word)}')}:*"]


def any_phrase(phrases: Iterable[Words], forms: Forms) -> str:
    """Returns the tsquery of the texts that contain one of these phrases, in these forms of its words."""
    return " | ".join(_phrase(words, forms) for words in phrases)


def all_words(words: Words, forms: Forms) -> str:
    """Returns the tsquery of the texts that contain each of these words, function words apart."""
    return " & ".join(_phrase((word,), forms) for word in words if not is_common(word))


def _phrase(words, forms):
    """Returns the tsquery of words in sequence, counting function words between them as distance."""
    parts, distance = "", 1
    for word in words:
        if is_common(word) and len(words) > 1:
            distance += 1
            continue
        either = " | ".join(forms(word))
        parts += f" <{distance}> ({either})" if parts else f"({either})"
        distance = 1
    return f"({parts})"
