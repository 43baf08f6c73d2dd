"""A term of a query: its synonyms and its tsqueries. Imports no model."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from activities.language.synonyms import broader, synonyms
from activities.language.words import is_common, is_framing, stems

from .vectors import exact, in_title, quoted, symbol_word, title_beginning


@dataclass(frozen=True)
class Term:
    """A word or a phrase that a result must contain or, if negated, must not.

    If it is `begun`, its last word is a prefix.
    """

    words: tuple[str, ...]
    negated: bool = False
    quoted: bool = False
    begun: bool = False

    @property
    def is_common(self):
        return all(is_common(word) for word in self.words)

    @property
    def is_framing(self):
        """True if it only frames a subject: “how many”, « lutte contre »."""
        return not (self.quoted or self.negated) and all(is_framing(word) for word in self.words)

    @property
    def synonyms(self) -> list[tuple[str, ...]]:
        """Its synonyms; none for a quoted term, which is literal, nor for a prefix."""
        return [] if self.quoted or self.begun else synonyms(self.words)

    @property
    def broader(self) -> list[tuple[str, ...]]:
        return [] if self.quoted or self.begun else broader(self.words)

    @property
    def ways(self):
        return [*self.own, *self.synonyms, *self.broader]

    @property
    def own(self):
        """Its words; of the symbol of a resolution also its numbers in one word."""
        symbol = symbol_word(self.words)
        return [self.words, (symbol,)] if symbol else [self.words]

    def phrase(self, words, lexemes, beginning=exact):
        """Returns the tsquery of words in sequence, counting function words between them as distance."""
        parts, distance = "", 1
        for place, word in enumerate(words, 1):
            if is_common(word) and len(words) > 1:
                distance += 1
                continue
            begun = self.begun and place == len(words)
            forms = [f"{quoted(beginning(word))}:*"] if begun else [*map(quoted, sorted(lexemes(word)))]
            parts += f" <{distance}> ({' | '.join(forms)})" if parts else f"({' | '.join(forms)})"
            distance = 1
        return f"({parts})"

    @cached_property
    def found_by(self) -> str:
        """The tsquery of the activities that contain the term, negated or not."""
        return " | ".join(self.phrase(way, stems) for way in self.ways)

    @cached_property
    def titled_by(self) -> str:
        """The tsquery of the activities whose title contains its words, in any order."""
        words = [word for word in self.words if not is_common(word)]
        return " & ".join(self.phrase([word], in_title, title_beginning) for word in words)

    def condition(self):
        return f"{'!' if self.negated else ''}({self.found_by})"
