"""Rewrites what a visitor types in the plain syntax of a query: words, "phrases", -without, or. Imports no model."""

import re
from collections.abc import Container, Iterable, Iterator

from activities.language.lists import LISTS
from activities.language.words import fold_word, is_common, words

LONGEST_NAME = 6  # words
LONGEST_RANGE = 20  # paragraphs; of more, the text is read as it is

# A minus negates only at the beginning of a word; quotes delimit a phrase.
TOKEN = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))')
QUOTES = str.maketrans("«»“”„", '"' * 5)
# After an elision, « or » is the metal, not the operator.
GOLD = re.compile(r"\b[dl]['’]or\b", re.I)
SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def _any(texts: Iterable[str]) -> str:
    """Returns a pattern of any of the texts as a whole word, the longest first."""
    return rf"(?<!\w)(?:{'|'.join(map(_whole, sorted(texts, key=len, reverse=True)))})"


def _whole(text):
    return re.escape(text).replace("’", "['’]") + (r"(?!\w)" if text[-1].isalnum() else "")


_asked, _cited = LISTS.questions, LISTS.references
ASKED = re.compile(rf"{_any(_asked.ask_for)}\s?{_any(_asked.whom)}|{_any(_asked.name)}(?!-)", re.I)
REF = re.compile(rf"(?:{_any(_cited.activity)}[.:]?\s*){{1,3}}(?=\d{{4}}-\d{{1,4}}-\d)", re.I)
RESOLUTION = re.compile(
    rf"(?:{_any(_cited.resolution)}\s*){{1,2}}(\d{{1,4}}/\d{{1,4}})\b(?:\s+{_any(_cited.adopted_by)})?", re.I
)
PARAGRAPHS = re.compile(
    rf"{_any(_cited.paragraph)}\.?\s*(\d{{1,3}})\b(?:\s?(?:{'|'.join(_cited.to)})\s?(\d{{1,3}})\b)?", re.I
)


def in_plain_signs(text: str, names: Container[tuple[str, ...]] = ()) -> str:
    """Returns the text with quotes, numbers, references and operators in one notation, without its question.

    « §33 » and “para. 33” become the words that are indexed, « SAUF le Mali » becomes `-Mali`.
    """
    if text.isupper() and len(text.split()) > 1:
        text = text.lower()  # capitals mark an acronym or an operator only among lower-case words
    if next(iter(words(text.lower())), None) in LISTS.questions.begin_with:
        text = ASKED.sub(" ", text)
    text = GOLD.sub("gold", text.translate(QUOTES))
    text = RESOLUTION.sub(r"\1", REF.sub("", SPACED.sub("", text)))
    return _with_signs(PARAGRAPHS.sub(_paragraphs, text), names)


def is_either(match: re.Match) -> bool:
    """Returns True if the token is `or` or `ou`."""
    return (match["chunk"] or "").lower() in LISTS.operators.either


def _with_signs(text: str, names: Container[tuple[str, ...]]) -> str:
    """Returns the text with a minus for NOT and SAUF, and without AND and ET, which every two words imply.

    What is excluded is the next word that is no function word, or the name that begins there.
    """
    tokens = list(TOKEN.finditer(text))
    operators = LISTS.operators.both | LISTS.operators.without
    return " ".join(_signed(tokens, names)) if any(token[0] in operators for token in tokens) else text


def _signed(tokens: list[re.Match], names) -> Iterator[str]:
    excluding, place = False, 0
    while place < len(tokens):
        token, size = tokens[place], 1
        if token[0] in LISTS.operators.without:
            excluding = True
        elif excluding and token["chunk"] and (is_either(token) or all(map(is_common, words(token[0])))):
            pass
        elif excluding:
            size = _length_of_name(tokens[place:], names)
            yield _excluded(tokens[place : place + size])
            # “NOT drugs OR firearms” excludes both.
            excluding = place + size < len(tokens) and is_either(tokens[place + size])
        elif token[0] not in LISTS.operators.both:
            yield token[0]
        place += size


def _excluded(tokens):
    if len(tokens) > 1:
        return f'-"{" ".join(token[0] for token in tokens)}"'
    return tokens[0][0] if tokens[0]["minus"] else f"-{tokens[0][0]}"


def _length_of_name(tokens, names):
    """Returns the number of tokens of the longest name that begins with the first; 1 if none does."""
    for size in range(min(LONGEST_NAME, len(tokens)), 1, -1):
        if tuple(fold_word(word) for token in tokens[:size] for word in words(token[0])) in names:
            return size
    return 1


def _paragraphs(match):
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last < first + LONGEST_RANGE:
        return match[0]
    return " ou ".join(f' "paragraphe {number}" ' for number in range(first, last + 1))
