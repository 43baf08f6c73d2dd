"""The nearest word of the catalogue for a word that it does not contain."""

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from activities.language.synonyms import known_stems, known_words
from activities.language.words import WORD, fold_word, is_common, is_framing, stems, words
from activities.models import Word
from activities.models.index import NEVER, Renewed

from .index import FacetIndex, current_index
from .terms import Term

LONG_ENOUGH = 4  # letters: shorter words are near to everything, and of four only their order is mended
LONG = 8  # letters: in a longer word two errors are likely, in a shorter one they make another word
CANDIDATES = 5
MENDED = 5  # words of one text at most: each takes a look at the whole vocabulary


class Vocabulary:
    """The words of the published entries and of the synonyms, folded, by their first letter."""

    def __init__(self, since: int = NEVER, previous: "Vocabulary | None" = None):
        new = set(Word.objects.filter(version__gt=since).values_list("folded", flat=True))
        self.words: dict[str, set[str]] = {
            letter: set(words) for letter, words in (previous.words if previous else {}).items()
        }
        for word in new if previous else new | {fold_word(word) for word in known_words()}:
            self.words.setdefault(word[0], set()).add(word)
        self.names = _words_of_names()

    def near(self, word: str) -> list[tuple[str, int]]:
        """The words that were probably meant, and how many errors each would have.

        A typing error seldom spares the first letter.
        """
        plain = fold_word(word)
        if len(plain) < LONG_ENOUGH or plain.isdigit() or plain in self.names:
            return []
        others = (words for letter, words in self.words.items() if letter != plain[0])
        errors = 2 if len(plain) >= LONG else 1
        return _near(plain, self.words.get(plain[0], ()), errors) or _near(plain, set().union(*others), 1)


current_vocabulary = Renewed(Vocabulary)


def corrected(text: str, index: FacetIndex) -> str | None:
    """The text with its unknown words replaced by the nearest known ones; None where nothing is near."""
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
    """Right as they are, though no entry may name the State."""
    records = (record for rows in current_index().records.values() for record in rows.values())
    return {word for record in records for name in record.search_names() for word in _folded(name)}


@lru_cache(maxsize=8192)  # some 3,300 names, which change with the tables of reference alone
def _folded(name):
    return frozenset(fold_word(word) for word in words(name))


def _unknown(words, index):
    """Those that stand in no entry and have no synonyms; an acronym is typed with care."""
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
    """The word with the fewest errors; of several the most frequent. As it is spelt in the texts."""
    found = [
        (-wrong, known[word].count if word in known else 0, word)
        for word, wrong in near
        # A word that has gone from all texts is no word of the catalogue any more, unless a synonym says it.
        if word not in known or known[word].count or stems(word) & known_stems()
    ]
    word = max(found)[2] if found else None
    return known[word].spelling if word in known else word
