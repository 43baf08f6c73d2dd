"""The section tree of a United Nations report: levels I., A., 1. and a), each numbered separately."""

import re
from dataclasses import dataclass

LEVELS = ("roman", "capital", "arabic", "small")
LABELS = {
    "roman": re.compile(r"(?P<label>[IVX]+)\.\s+(?P<title>.+)"),
    "capital": re.compile(r"(?P<label>[A-Z])\.\s+(?P<title>.+)"),
    "arabic": re.compile(r"(?P<label>[1-9]\d?)\.\s+(?P<title>.+)"),
    "small": re.compile(r"\(?(?P<label>[a-z])\)\s+(?P<title>.+)"),
}
ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class Section:
    """A section; `code` as in IV.E.4.k."""

    code: str
    title: str
    line: int


class Headings:
    """The sections read so far, and the `code` of the current one."""

    def __init__(self, problems: list[str]):
        self.sections: list[Section] = []
        self.problems = problems
        self._labels: list[tuple[str, str]] = []  # (level, label) from the top down to the current section

    @property
    def code(self):
        return ".".join(label for _level, label in self._labels)

    def add(self, words: str, line: int):
        """Opens a section; a heading without a number opens none. Faults are added to `problems`."""
        fits = [(level, found) for level in LEVELS if (found := LABELS[level].fullmatch(words))]
        if not fits:
            return
        # « I. » is the letter after H. or the numeral, whichever is next in its level.
        level, found = next(
            (fit for fit in reversed(fits) if self._is_next(fit[0], fit[1]["label"])), fits[0]
        )
        label = found["label"]
        if not self._is_next(level, label):
            before = self._last(level)
            expected = f"follows “{before}”" if before else "is the first of its level"
            self.problems.append(f"line {line}: the heading “{label}” {expected}")
        self._labels = [*self._above(level), (level, label)]
        if self._labels[0][0] != "roman":
            self.problems.append(f"line {line}: the heading “{label}” is below no roman numeral")
        self.sections.append(Section(self.code, found["title"].strip(), line))

    def _above(self, level):
        return [pair for pair in self._labels if LEVELS.index(pair[0]) < LEVELS.index(level)]

    def _last(self, level):
        """Returns the label of the current section at this level; empty if there is none."""
        return dict(self._labels).get(level, "")

    def _is_next(self, level, label):
        last = self._last(level)
        return _value(level, label) == (_value(level, last) if last else 0) + 1


def _value(level, label):
    match level:
        case "roman":
            values = [ROMAN[letter] for letter in label]
            following = [*values[1:], 0]
            return sum(-a if a < b else a for a, b in zip(values, following, strict=True))
        case "arabic":
            return int(label)
        case "capital":
            return ord(label) - ord("A") + 1
    return ord(label) - ord("a") + 1
