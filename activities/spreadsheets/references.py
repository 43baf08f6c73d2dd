"""What a cell points at: numbers by key, keys by number."""

from typing import Any

from rapidfuzz import process

from ..words import fold

ALIKE = 80  # of 100: a letter or two


class References:
    """Asks for a table once, and not before a cell needs it."""

    def __init__(self):
        self._numbers: dict[Any, dict] = {}
        self._keys: dict[Any, dict] = {}

    def numbers(self, model) -> dict:
        """{natural key: number}; a key of one part stands by itself, not in a tuple."""
        if model not in self._numbers:
            rows = model._default_manager.values_list(*model.NATURAL_KEY, "pk")
            self._numbers[model] = {key[0] if len(key) == 1 else tuple(key): pk for *key, pk in rows}
        return self._numbers[model]

    def key(self, model, number):
        if model not in self._keys:
            self._keys[model] = {pk: key for key, pk in self.numbers(model).items()}
        # What a working copy points at may have been deleted since.
        parts = len(model.NATURAL_KEY)
        return self._keys[model].get(number, "?" if parts == 1 else ("?",) * parts)

    def nearest(self, model, text):
        """The key that may have been meant, by its letters or by a name of the record; None if nothing is near."""
        known = {key: fold(key) for key in self.numbers(model)}
        found = process.extractOne(fold(text), known, score_cutoff=ALIKE)
        names = model._default_manager.values_list(model.NATURAL_KEY[0], "name_fr", "name_en")
        by_name = {name: key for key, *both in names for name in both}
        named = process.extractOne(fold(text), {name: fold(name) for name in by_name}, score_cutoff=ALIKE)
        best = max(filter(None, (found, named)), key=lambda match: match[1], default=None)
        return best and by_name.get(best[2], best[2])
