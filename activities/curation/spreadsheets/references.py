"""The records that cells refer to: pks by natural key, and keys by pk."""

from typing import Any

from rapidfuzz import process

from activities.language.words import fold

ALIKE = 80  # of 100: one or two letters differ
LONGEST, MOST_ASKED = 200, 500


class References:
    """Reads each table once, when a cell first needs it."""

    def __init__(self):
        self._pks: dict[Any, dict] = {}
        self._keys: dict[Any, dict] = {}
        self._folded: dict[Any, dict] = {}
        self._asked = 0

    def pks_by_key(self, model) -> dict:
        """Returns {natural key: pk}; a key of a single field is not in a tuple."""
        if model not in self._pks:
            rows = model._default_manager.values_list(*model.NATURAL_KEY, "pk")
            self._pks[model] = {key[0] if len(key) == 1 else tuple(key): pk for *key, pk in rows}
        return self._pks[model]

    def key(self, model, number):
        if model not in self._keys:
            self._keys[model] = {pk: key for key, pk in self.pks_by_key(model).items()}
        # A record that a working copy refers to may have been deleted since.
        parts = len(model.NATURAL_KEY)
        return self._keys[model].get(number, "?" if parts == 1 else ("?",) * parts)

    def nearest(self, model, text):
        """Returns the key most similar to a text, compared with keys and names of the records.

        Returns None if nothing is near, if the text is too long for a name, and after MOST_ASKED calls, when
        one more hint would not help.
        """
        self._asked += 1
        if len(text) > LONGEST or self._asked > MOST_ASKED:
            return None
        if model not in self._folded:
            names = model._default_manager.values_list(model.NATURAL_KEY[0], "name_fr", "name_en")
            self._folded[model] = {(key, name): fold(name) for key, *both in names for name in (key, *both)}
        best = process.extractOne(fold(text), self._folded[model], score_cutoff=ALIKE)
        return best and best[2][0]
