"""Parses the query that a visitor types. Imports no model."""

from collections.abc import Container

from activities.language.words import fold_word, is_common, words

from .lexemes import Words
from .notation import TOKEN, in_plain_signs, is_either
from .query import Query, Term, can_begin

MAX_TERMS = 32


def parse(text: str, names: Container[Words] = ()) -> Query:
    """Parses web-search syntax: words, "phrases", -without, `or` and `ou` between two terms.

    `names` holds the folded words of names that are one term: « Afrique du Sud » is not every « Afrique ».
    """
    groups: list[list[Term]] = []
    joining = False
    for match in TOKEN.finditer(in_plain_signs(text, names)):
        if groups and is_either(match):
            joining = True
            continue
        for term in _terms(match):
            if joining:
                groups[-1].append(term)
            else:
                groups.append([term])
            joining = False
        if sum(map(len, groups)) >= MAX_TERMS:
            break
    telling = ([term for term in group if not term.is_common] for group in _with_set_phrases(groups, names))
    subject = _subject([group for group in telling if group])
    return Query(tuple(map(tuple, subject)), _row(groups))


def _row(groups):
    terms = [term for group in groups for term in group]
    plain = all(len(group) == 1 for group in groups) and not any(term.negated or term.begun for term in terms)
    return tuple(word for term in terms for word in term.words) if plain else ()


def _subject(groups):
    """Returns the groups without those that only frame the others."""
    subject = [group for group in groups if not all(term.is_framing for term in group)]
    return subject if any(not term.negated for group in subject for term in group) else groups


def _terms(match):
    negated = bool(match["minus"])
    if match["phrase"] is not None:
        found = words(match["phrase"])
        return [Term(tuple(found), negated, quoted=True)] if found else []
    parts = words(match["chunk"])
    if match["chunk"].endswith("*") and len(parts) == 1 and can_begin(parts[0]):
        return [Term((parts[0],), negated, begun=True)]
    # « COVID-19 », « 75/196 », « 2021-026-1 » are one term; « l’aide », « Asie-Pacifique » are two.
    if len(parts) > 1 and any(part.isdigit() for part in parts):
        return [Term(tuple(parts), negated)]
    return [Term((part,), negated) for part in parts]


def _with_set_phrases(groups, names):
    """Joins words in sequence that are a name, or have synonyms together (« pots de vin »), into a term."""
    joined, start = [], 0
    while start < len(groups):
        for size in range(min(6, len(groups) - start), 1, -1):
            window = groups[start : start + size]
            plain = all(len(group) == 1 and group[0] == Term(group[0].words) for group in window)
            term = Term(tuple(word for group in window for word in group[0].words)) if plain else None
            if term and _is_set(term, names):
                joined.append([term])
                start += size
                break
        else:
            joined.append(groups[start])
            start += 1
    return joined


def _is_set(term, names):
    if is_common(term.words[0]) or is_common(term.words[-1]):
        return False
    return bool(tuple(map(fold_word, term.words)) in names or term.synonyms or term.broader)
