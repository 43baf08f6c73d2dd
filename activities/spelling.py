"""The nearest word of the catalogue for a word that it does not contain."""

from collections import Counter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .models import ActivityText, SearchEntry
from .models.index import PerVersion
from .models.vocabulary import Status
from .synonyms import known_words
from .words import WORD, fold, is_common, stems, words

LONG_ENOUGH = 4  # letters: shorter words are near to everything
NEAR = 0.7  # of 1.0, equal
CANDIDATES = 5


class Vocabulary:
    """The words of the published entries: how they are written, and how often."""

    def __init__(self):
        self.counts = Counter(fold(word) for text in _texts() for word in words(text))
        self.counts.update(fold(word) for word in known_words())
        self.spellings = {fold(word): word for text in _texts() for word in words(text)}
        self.stems = frozenset(stem for word in self.counts for stem in stems(word))

    def knows(self, word):
        return is_common(word) or bool(stems(word) & self.stems)

    def nearest(self, word):
        """The known word that was probably meant, or None. A typing error seldom spares the first letter."""
        plain = fold(word)
        if len(plain) < LONG_ENOUGH or plain.isdigit():
            return None
        same_first = [known for known in self.counts if known[0] == plain[0]]
        for known in (same_first, self.counts.keys()):
            found = process.extract(
                plain, known, scorer=OSA.normalized_similarity, score_cutoff=NEAR, limit=CANDIDATES
            )
            if found:
                best = max(found, key=lambda candidate: (candidate[1], self.counts[candidate[0]]))[0]
                return self.spellings.get(best, best).lower()
        return None


current_vocabulary = PerVersion(Vocabulary)


def corrected(text: str) -> str | None:
    """The text with its unknown words replaced by the nearest known ones; None where nothing is near."""
    vocabulary = current_vocabulary()

    def mend(match):
        word = match[0]
        return word if vocabulary.knows(word) else vocabulary.nearest(word) or word

    mended = WORD.sub(mend, text)
    return mended if mended != text else None


def _texts():
    published = {"activity__status": Status.PUBLISHED}
    for title, summary in ActivityText.objects.filter(**published).values_list("title", "summary"):
        yield from (title, summary)
    for names in SearchEntry.objects.filter(**published).values_list("names", flat=True):
        yield from names
