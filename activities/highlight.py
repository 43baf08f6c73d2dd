"""The words of a query marked in a text, in the text's own letters."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .search import Query
from .words import WORD, fold, is_common, stems

CONTEXT = 90  # characters on either side of the first hit


def highlight(text: str, query: Query | None) -> SafeString:
    """The text, HTML-escaped, with each word that answers the query in a `mark`."""
    parts, end = [], 0
    for match in _hits(text, query):
        parts += [escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
        end = match.end()
    # Every piece is escaped above.
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308  # nosec


def has_hit(text: str, query: Query | None) -> bool:
    return any(True for _match in _hits(text, query))


def excerpt(text: str, query: Query) -> str:
    """The surroundings of the first word that answers the query, cut between words."""
    hit = next(_hits(text, query))
    start = text.rfind(" ", 0, max(0, hit.start() - CONTEXT)) + 1
    end = text.find(" ", hit.end() + CONTEXT)
    after = "" if end == -1 else " …"
    return f"{'… ' if start else ''}{text[start:] if end == -1 else text[start:end]}{after}"


def _hits(text, query):
    if not query:
        return
    for match in WORD.finditer(text):
        word = match[0]
        answers = not query.stems.isdisjoint(stems(word)) or (
            query.beginnings and fold(word).startswith(query.beginnings)
        )
        if answers and not is_common(word):
            yield match
