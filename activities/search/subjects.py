"""Reduces a query to its subject, as typed and in the words of the catalogue, whose meaning is then compared."""

from activities.language.words import is_framing
from activities.language.words import words as words_of

from .places import Named
from .query import Query


def subjects(text: str, query: Query, named: list[Named], language: str | None) -> list[str]:
    """Returns the subject in both wordings; of a text in another language, which has no words here, all of it."""
    return [text] if language else [_typed(text, query, named), _catalogued(query, named) or text]


def _typed(text, query, named):
    """Returns the text without what only frames a question, names a place or is negated."""
    places = {found.group for found in named}
    left_out = [term for group in query.groups for term in group if group in places or term.negated]
    dropped = {word for term in left_out for word in term.words}
    return " ".join(word for word in words_of(text) if not (word in dropped or is_framing(word))) or text


def _catalogued(query, named):
    """Returns the words of the subject, each narrow one (football) replaced by the broader term that texts use."""
    places = {found.group for found in named}
    terms = (group[0] for group in query.groups if group not in places)
    telling = (term for term in terms if not (term.negated or term.is_framing))
    return " ".join(" ".join(term.broader[0] if term.broader else term.words) for term in telling)
