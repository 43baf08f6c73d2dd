"""Columns of an activity's texts, one per field and language, and of its publications."""

import json
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.models.vocabulary import Origin

from .columns import Prose
from .pointers import listed

LANGUAGES = re.compile(r"([a-z]{2,3}(\s*,\s*[a-z]{2,3})*)?\]")


class Written(Prose):
    """Title or summary in one language; a text without either is removed."""

    def __init__(self, field, language, label, help=""):
        super().__init__(f"{field}_{language}", label, help)
        self.field, self.language = field, language

    def _row(self, target):
        rows = (row for row in target.part("texts") if row["fields"]["language"] == self.language)
        return next(rows, None)

    def stored(self, target):
        row = self._row(target)
        return row["fields"][self.field] if row else ""

    def store(self, target, value):
        row = self._row(target) or target.add(
            "texts", language=self.language, title="", summary="", origin=Origin.CURATED.value
        )
        row["fields"][self.field] = value
        if not (row["fields"]["title"] or row["fields"]["summary"]):
            target.remove(row)


class Publications(Prose):
    """One publication per line, with its languages in brackets: `World Drug Report [en, fr]`."""

    def stored(self, target):
        rows = [row["fields"] for row in target.part("publications")]
        return [(row["title"], tuple(json.loads(row["languages"]))) for row in rows]

    def store(self, target, value):
        rows = {row["fields"]["title"]: row for row in target.part("publications")}
        for title in rows.keys() - {title for title, _languages in value}:
            target.remove(rows[title])
        for position, (title, languages) in enumerate(value):
            row = rows.get(title) or target.add("publications", title=title)
            # As Django serializes an array.
            row["fields"] |= {"languages": json.dumps(list(languages)), "position": position}

    def write(self, value, sheet_activity):
        return "\n".join(self._line(title, languages) for title, languages in value)

    @staticmethod
    def _line(title, languages):
        return f"{title} [{', '.join(languages)}]" if languages or title.endswith("]") else title

    def read(self, text, sheet_activity):
        found = [self._publication(line, sheet_activity) for line in listed(text, "\n")]
        if len({title for title, _languages in found}) < len(found):
            raise ValidationError(_("Duplicate value."))
        return found

    def _publication(self, line, sheet_activity):
        line = super().read(line, sheet_activity)
        title, bracket, languages = line.rpartition("[")
        if bracket and LANGUAGES.fullmatch(languages):
            return title.rstrip(), tuple(listed(languages.rstrip("]"), ","))
        return line, ()
