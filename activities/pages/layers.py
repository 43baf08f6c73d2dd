"""What a list shows beside its results: the pages that its text names, and the activities nearest to it."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from activities.models.base import Named
from activities.search import Answer, Around, Bet, around, best_bets
from activities.search.nearest import Near

from .cards import cards_by_slot

MOST = 3  # places of which the page says that nothing names them


@dataclass(frozen=True)
class Unnamed:
    """A country or a region that no activity names; of a country, how many concern it all the same."""

    record: Named
    around: Around | None


class Layers:
    """The layers of an answer around its results. Nothing is read where there is no text."""

    def __init__(self, answer: Answer):
        self.answer, self.index = answer, answer.index
        self.text = answer.search.text if answer.query else ""

    @cached_property
    def named(self) -> list[Bet]:
        return best_bets(self.text, self.index) if self.text else []

    @property
    def bets(self) -> list[Bet]:
        """The pages to lead to; places that nothing names are among `unnamed`."""
        return [bet for bet in self.named if not self._is_unnamed(bet.facet, bet.key)]

    @cached_property
    def unnamed(self) -> list[Unnamed]:
        """The places of the text and of the filters that no activity names."""
        places = [
            *((bet.facet, bet.key) for bet in self.named),
            *((found.place.facet, found.place.key) for found in self.answer.nearest.places),
            *(("country", key) for key in self.answer.search.selection.get("country", ())),
        ]
        unnamed = [place for place in dict.fromkeys(places) if self._is_unnamed(*place)]
        return [self._unnamed(facet, key) for facet, key in unnamed[:MOST]]

    def _unnamed(self, facet, key):
        concerned = around(key, self.index) if facet == "country" else None
        return Unnamed(self.index.records[facet][key], concerned)

    def _is_unnamed(self, facet, key):
        return facet in ("country", "region") and key not in self.index.values[facet]

    @cached_property
    def nearest(self) -> list[tuple[Near, SafeString]]:
        """The nearest activities with their cards, the nearest first."""
        near = self.answer.nearest.activities
        cards = cards_by_slot(self.answer, [one.slot for one in near]) if near else {}
        return [(one, cards[one.slot]) for one in near if one.slot in cards]

    @property
    def shows_something(self) -> bool:
        return bool(self.nearest or self.unnamed or self.bets)

    @property
    def language(self) -> str | None:
        """The language of a question that is answered by its meaning alone."""
        return None if self.answer.slots else self.answer.nearest.language
