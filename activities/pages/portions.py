"""The page of a record in portions: `page` shows the next part of each of its long blocks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Window
from pyroaring import BitMap

from activities.models import Figure
from activities.search import FacetIndex, with_countries

FIGURES = 60
TITLES = 150


@dataclass(frozen=True)
class Block:
    """Some of the activities of a record, and those that the page shows: as cards or as titles."""

    slots: BitMap
    first: list

    @property
    def count(self):
        return len(self.slots)

    @property
    def left(self):
        return self.count - len(self.first)


@dataclass(frozen=True)
class Portion:
    """The part of each block that a page shows, counted from 1."""

    number: int = 1

    @classmethod
    def asked(cls, number: str | None) -> "Portion":
        """Returns the part that a page number asks for; the first for what is no such number."""
        return (
            cls(int(number))
            if number and number.isdecimal() and 0 < int(number[:9]) == int(number)
            else cls()
        )

    def of(self, sequence, size: int):
        """Returns the part of a sequence or of a bitmap, of which each page shows `size`."""
        start = (self.number - 1) * size
        return sequence[start : start + size]


def paginator_of(blocks: Iterable[tuple[int, int]]) -> "Paginator[int]":
    """Returns the paginator of a page with blocks of (length, how many of them it shows)."""
    pages = max((-(-length // size) for length, size in blocks), default=1)
    return Paginator(range(max(1, pages)), 1)


@dataclass(frozen=True)
class Figures:
    """The figures that a page shows, and how many there are."""

    shown: list[Figure]
    count: int

    @classmethod
    def read(cls, figures, index: FacetIndex, portion: Portion) -> "Figures":
        """Reads the part of published figures in one query, their number included."""
        counted = figures.annotate(number=Window(Count("pk")))
        shown = with_countries(portion.of(counted.in_order(), FIGURES), index)
        if not shown and portion.number > 1:
            return cls([], figures.count())
        return cls(shown, shown[0].number if shown else 0)  # type: ignore[attr-defined]
