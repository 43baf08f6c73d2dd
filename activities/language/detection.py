"""Recognizes the language of a short text: that of a question typed into the search field."""

import re

from .lists import LISTS
from .words import fold_word, words

# Letters of a script, for the languages of the United Nations that are not written in Latin letters.
SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df]"),
}
# Function words that French and Spanish share.
SHARED = frozenset("a de en entre es la me no nos se si son sur te tu que un y".split())
LETTER = re.compile(r"[^\W\d_]")
# Spanish function words, folded; those that French or English has too say nothing.
SPANISH_WORDS = (
    frozenset(
        """
    al como con contra cual cuales cuando cuantas cuanto cuantos del desde donde el ella ellos esta este
    fue ha han hacia hasta hay las los mas muy para pero por porque quien quienes segun sin sobre su sus una
    unas unos y
    """.split()
    )
    - LISTS.function_words
)
SPANISH_FORM = re.compile(
    r"[áíóúñ¿¡]|(?:ci[óo]n|ciones|dad|dades|miento|encia|tiva|tivo|taria|ciaria|rio|rios|ismo|eza)$", re.I
)
# Most Spanish words, and few French or English ones, end so.
SPANISH_VOWEL = re.compile(r"[a-zñ]{2,}[ao]s?")


def language_of(text: str) -> str | None:
    """Returns `ar`, `es`, `ru` or `zh` for a text in one of these; None for French, English and any other."""
    letters = len(LETTER.findall(text))
    for language, script in SCRIPTS.items():
        if letters and len(script.findall(text)) * 2 > letters:
            return language
    return "es" if _is_spanish(text) else None


def _is_spanish(text):
    """Compares the function words of both sides; without any, the form of words that are no names decides."""
    folded = [fold_word(word) for word in words(text)]
    # In “para. 26” it is no word of Spanish.
    spanish = sum(word in SPANISH_WORDS for word in folded) if len(folded) > 2 else 0
    other = sum(word in LISTS.function_words and word not in SHARED for word in folded)
    telling = [word for word in words(text)[:200] if not word.istitle()]
    forms = sum(bool(SPANISH_FORM.search(word)) for word in telling)
    if not other and not SHARED.isdisjoint(folded):  # « armas de fuego »
        content = [word for word in telling if fold_word(word) not in SHARED | SPANISH_WORDS]
        ending = sum(bool(SPANISH_VOWEL.fullmatch(word)) for word in content)
        forms += ending if ending > 1 and ending * 2 > len(content) else 0
    return spanish + forms > 0 and spanish * 2 + forms > other * 2
