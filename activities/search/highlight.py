"""Marks the words of a query in a text, in the text's own spelling."""

from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from activities.language.words import WORD, fold_word, is_common, stems

from .query import Query

CONTEXT = 90  # characters on either side of the first hit
SHORT = 170  # characters: two lines of a card
READ = 2000  # words of a text at most: each is stemmed


def highlight(text: str, query: Query | None) -> SafeString:
    """Returns the text, HTML-escaped, with each word that matches the query in a `mark`."""
    parts, end = [], 0
    for match in _hits(text, query):
        parts += [escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
        end = match.end()
    # Every piece is escaped above.
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308  # nosec


def has_hit(text: str, query: Query | None) -> bool:
    return any(True for _match in _hits(text, query))


def excerpt(text: str, query: Query) -> str:
    """Returns the context of the first hit, cut between words; the text must have one (`has_hit`)."""
    hit = next(_hits(text, query))
    start = text.rfind(" ", 0, max(0, hit.start() - CONTEXT)) + 1
    end = text.find(" ", hit.end() + CONTEXT)
    after = "" if end == -1 else " …"
    return f"{'… ' if start else ''}{text[start:] if end == -1 else text[start:end]}{after}"


def in_short(text: str, query: Query | None) -> str:
    """Returns the beginning of the text, or the context of the first hit where that lies beyond it."""
    if len(text) <= SHORT:
        return text
    beginning = text[: text.rfind(" ", 0, SHORT)].rstrip(",;:–")
    if query and not has_hit(beginning, query) and has_hit(text, query):
        return excerpt(text, query)
    return f"{beginning} …"


def _hits(text, query):
    """Yields the words that match the query; those of a phrase only where they occur in sequence."""
    if not query:
        return
    found = [match for match in islice(WORD.finditer(text), READ) if not is_common(match[0])]
    marked = 0  # place where the phrases begun so far end
    for place, match in enumerate(found):
        marked = max(marked, place + _reach(found, place, query))
        if place < marked or (query.beginnings and fold_word(match[0]).startswith(query.beginnings)):
            yield match


def _reach(found, place, query):
    """Returns the length in words of the longest phrase of the query that starts at this place."""
    rows = {row: None for stem in stems(found[place][0]) for row in query.rows.get(stem, ())}
    stand = (len(row) for row in rows if _stands(row, found[place : place + len(row)]))
    return max(stand, default=0)


def _stands(row, matches):
    same = (not part.isdisjoint(stems(match[0])) for part, match in zip(row, matches, strict=False))
    return len(matches) == len(row) and all(same)
