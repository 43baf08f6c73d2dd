"""French and English words: folding, stems, and the words that carry no meaning."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from django.db.models import Func, Value
from django.db.models.functions import Lower, Replace

from .lists import LISTS

# One definition of folding for Python and for SQL, for the letters of French and English: the C
# collation lowers no others. NFKD does not decompose these.
LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'", "ʼ": "'"}
COMBINING_MARKS = "\u0300-\u036f"
_LETTERS, _MARKS = str.maketrans(LIGATURES), re.compile(f"[{COMBINING_MARKS}]")

# A word, with combining marks where letters are not composed. U+02BC is an apostrophe here, not a letter.
WORD = re.compile(rf"[^\W_\u02bc]+(?:[{COMBINING_MARKS}]+[^\W_\u02bc]*)*")
# Characters of a folded word: PostgreSQL bounds the length of lexemes, rows and index activities.
LONGEST = 200
STEMMED = 60  # letters: longer words are not inflected, and a stemmer takes milliseconds for each
# « 2 600 » and “2,600” are one number.
GROUPED = re.compile("(?<=\\d)[\u00a0\u202f,](?=\\d{3}(?!\\d))")
# The compass point: folded, it would be a form of « être ».
EAST = re.compile(r"(?:(?<=\bl['’])|(?<=\bnord-)|(?<=\bsud-))est\b", re.I)
APART = "~"  # begins the stem of a word kept apart, so that it is the stem of no other word
# “organise” is “organize”, « analyse » is “analyze”.
BRITISH = re.compile("(?<=[iy])z(?=(?:e|es|ed|er|ers|ing|ation|ations)$)")


def fold(text: str) -> str:
    """Returns a text in lower case without accents or ligatures: « Œuvre d’État » gives `oeuvre d'etat`."""
    if text.isascii():  # half of all words; nothing to decompose
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LETTERS))).lower()


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Returns a word as it is indexed and searched: folded, and cut so that PostgreSQL can store it.

    A letter may fold to a space, or to a text of eighteen letters (U+FDFA).
    """
    return fold(word).strip()[:LONGEST].rstrip() or word[:LONGEST]


def folded(expression):
    """Returns `fold` as an SQL expression; immutable, so that a generated column may use it."""
    for letter, plain in LIGATURES.items():
        expression = Replace(expression, Value(letter), Value(plain))
    decomposed = Func(expression, template="normalize(%(expressions)s, NFKD)")
    marks = Value(f"[{COMBINING_MARKS}]")
    return Lower(Func(decomposed, marks, Value(""), Value("g"), function="regexp_replace"))


def sortable(expression):
    """Returns `folded` without quotation marks, brackets and dashes at the beginning, as an SQL expression."""
    marks = Value("^[][[:space:]\"'«»‹›“”„‟‘’‚(){}<>¿¡.–—-]+")
    return Func(folded(expression), marks, Value(""), function="regexp_replace")


def words(text: str) -> list[str]:
    """Returns the words of a text, cut at every apostrophe, hyphen, slash and dot."""
    return WORD.findall(EAST.sub("EST", GROUPED.sub("", text)))


@lru_cache(maxsize=100_000)
def stems(word: str) -> frozenset[str]:
    """Returns a word's stems in both languages, with and without accents; words that share one match."""
    plain = _as_listed(word)
    if plain in LISTS.apart:
        return frozenset([f"{APART}{LISTS.apart[plain]}"])
    if plain.isupper() or len(plain) > STEMMED:
        return frozenset([plain])
    # The French stemmer leaves « détenus » as it is, beside « détenu ».
    singular = plain[:-1] if len(plain) > 3 and plain[-1] in "sx" else plain
    accented = unicodedata.normalize("NFC", word[:LONGEST]).lower()[:LONGEST]
    forms = (("french", accented), ("french", singular), ("english", plain))
    return frozenset(_stem(language, BRITISH.sub("s", form)) for language, form in forms)


def initial(word: str) -> str:
    """Returns the first letter of a word, folded, which each of its stems has; APART for a word kept apart.

    To compare it takes a hundredth of the time of stemming.
    """
    plain = _as_listed(word)
    return APART if plain in LISTS.apart else plain[:1].lower()


def initial_of_stem(stem: str) -> str:
    return APART if stem.startswith(APART) else fold(stem)[:1]


def _stem(language, form):
    # A stemmer holds the word it works on, so threads cannot share one. Creating one costs 0.6 µs.
    return snowballstemmer.stemmer(language).stemWord(form)


@lru_cache(maxsize=100_000)
def is_common(word: str) -> bool:
    """Returns True for a function word; not in capitals that make it an acronym or a code (WHO, UN, PER)."""
    return _as_listed(word) in LISTS.function_words


def is_framing(word: str) -> bool:
    return _as_listed(word) in LISTS.framing_words


def _as_listed(word):
    """Returns a word folded, or in capitals where these make it another word: ARM is no “arm”."""
    plain = fold_word(word)
    capitals = plain.upper()
    return capitals if word == capitals and capitals in LISTS.capitals else plain
