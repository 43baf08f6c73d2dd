"""Corrects a word that the catalogue does not contain to the nearest one that it does."""

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from activities.language.synonyms import known_stems, known_words
from activities.language.words import WORD, fold_word, is_common, is_framing, stems, words
from activities.models import Word
from activities.models.index import NEVER, Renewed

from .index import FacetIndex, current_index
from .query import Term

LONG_ENOUGH = 4  # letters: shorter words are near too many others; of four only the order is corrected
LONG = 8  # letters: from here on two errors are likely; in a shorter word they make another word
CANDIDATES = 5
MENDED = 5  # words of one text at most: each is compared with the whole vocabulary


class Vocabulary:
    """The words of the published activities and of the synonyms, folded, by their first letter."""

    def __init__(self, since: int = NEVER, previous: "Vocabulary | None" = None):
        new = set(Word.objects.filter(version__gt=since).values_list("folded", flat=True))
        self.words: dict[str, set[str]] = {
            letter: set(words) for letter, words in (previous.words if previous else {}).items()
        }
        for word in new if previous else new | {fold_word(word) for word in known_words()}:
            self.words.setdefault(word[0], set()).add(word)
        self.names = _words_of_names()

    def near(self, word: str) -> list[tuple[str, int]]:
        """Returns [(word, number of errors)] of the words probably meant.

        Words with another first letter count only if none with the same is near: few errors change it.
        """
        plain = fold_word(word)
        if len(plain) < LONG_ENOUGH or plain.isdigit() or plain in self.names:
            return []
        others = (words for letter, words in self.words.items() if letter != plain[0])
        errors = 2 if len(plain) >= LONG else 1
        return _near(plain, self.words.get(plain[0], ()), errors) or _near(plain, set().union(*others), 1)


current_vocabulary = Renewed(Vocabulary)


def corrected(text: str, index: FacetIndex) -> str | None:
    """Returns the text with its unknown words replaced by the nearest known ones; None if nothing changes."""
    unknown = _unknown(dict.fromkeys(match[0] for match in WORD.finditer(text)), index)
    if not 0 < len(unknown) <= MENDED:
        return None
    vocabulary = current_vocabulary()
    near = {word: vocabulary.near(word) for word in unknown}
    known = Word.objects.in_bulk([candidate for found in near.values() for candidate, _errors in found])
    nearest = {word: _best(found, known) or word for word, found in near.items()}
    mended = WORD.sub(lambda match: nearest.get(match[0], match[0]), text)
    return mended if mended != text else None


def _words_of_names():
    """Returns the folded words of reference names, correct even if no activity contains them."""
    records = (record for rows in current_index().records.values() for record in rows.values())
    return {word for record in records for name in record.search_names() for word in _folded(name)}


@lru_cache(maxsize=8192)  # some 3,300 names, which change only with the reference tables
def _folded(name):
    return frozenset(fold_word(word) for word in words(name))


def _unknown(words, index):
    """Returns the words that no activity contains and that have no synonyms, but for acronyms."""
    telling = {
        word: Term((word,))
        for word in words
        if not (is_common(word) or is_framing(word) or word.isupper() or stems(word) & known_stems())
    }
    found = index.hits.of([term.found_by for term in telling.values()])
    return [word for word, term in telling.items() if not found[term.found_by]]


def _near(plain, words, errors):
    if len(plain) == LONG_ENOUGH:
        words = [word for word in words if sorted(word) == sorted(plain)]
    near = process.extract(plain, words, scorer=OSA.distance, score_cutoff=errors, limit=CANDIDATES)
    return [(word, wrong) for word, wrong, _key in near]


def _best(near, known):
    """Returns the word with the fewest errors, then the most frequent, as spelt in the texts; or None."""
    found = [
        (-wrong, known[word].count if word in known else 0, word)
        for word, wrong in near
        # A word that no text contains any more is not a word of the catalogue, unless a synonym has it.
        if word not in known or known[word].count or stems(word) & known_stems()
    ]
    word = max(found)[2] if found else None
    return known[word].spelling if word in known else word
