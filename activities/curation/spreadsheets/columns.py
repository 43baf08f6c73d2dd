"""Columns whose cell holds one value of a row, and how each is written to a cell and read from it.

`stored` and `store` get and set the value in the snapshot of an activity; `write` and `read` convert it to
and from the text of a cell. `read` raises ValidationError with a message for the analyst.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from activities.language.words import fold
from activities.models.figures import digits

SPACES = re.compile(r"[ \t\r\n\v\f]+")
NUMBER = re.compile(r"-?[0-9]{1,14}([.,][0-9]{1,12})?")  # the model refuses excess decimals
LONGEST_CHOICE = 200  # no label of a list is longer
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
YES, NO = {"yes", "oui", "true", "vrai", "1", "x"}, {"", "no", "non", "false", "faux", "0"}


class Column:
    """A text of one line. `choices` are the texts that its cell may hold, if they are a closed list."""

    width = 16
    wraps = False

    def __init__(self, name: str, label: Promise | str, help: Promise | str = ""):
        self.name, self.label, self.help = name, label, help

    @property
    def choices(self) -> tuple[str, ...]:
        return ()

    def stored(self, target) -> Any:
        return target.fields[self.name]

    def store(self, target, value):
        target.fields[self.name] = value

    def write(self, value, sheet_activity) -> str:
        return value or ""

    def read(self, text: str, sheet_activity) -> Any:
        # No-break spaces stay: French typography needs them.
        return SPACES.sub(" ", text).strip()

    def typed(self, value, sheet_activity) -> Any:
        """Returns the value for a cell of a workbook."""
        return self.write(value, sheet_activity)

    def canonical(self, text: str, sheet_activity) -> str:
        """Returns one spelling for all texts of the same value; a text that cannot be read, unchanged."""
        try:
            return self.write(self.read(text, sheet_activity), sheet_activity)
        except ValidationError:
            return text


class Prose(Column):
    width, wraps = 60, True


class Choice(Column):
    """A label of a closed list, written in the current language; reads codes and labels of any language."""

    def __init__(self, name, label, vocabulary, help=""):
        """`vocabulary` is [(code, label)]."""
        super().__init__(name, label, help)
        self.vocabulary = vocabulary

    @property
    def choices(self):
        return tuple(str(label) for _code, label in self.vocabulary)

    def write(self, value, sheet_activity):
        return str(dict(self.vocabulary).get(value, value))

    def read(self, text, sheet_activity):
        if not (wanted := fold(text.strip()[:LONGEST_CHOICE])):
            return ""
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for value, label in self.vocabulary:
                    if wanted in (value, fold(str(label))):
                        return value
        allowed = ", ".join(self.choices)
        raise ValidationError(
            _("“%(text)s” is none of these: %(allowed)s.") % {"text": text, "allowed": allowed}
        )


class Day(Column):
    """A date, stored in ISO 8601."""

    def read(self, text, sheet_activity):
        if not (text := text.strip()):
            return None
        for pattern in DATES:
            try:
                return datetime.strptime(text, pattern).date().isoformat()
            except ValueError:
                continue
        raise ValidationError(_("“%(text)s” is not a date: write 2021-03-31 or 31/03/2021.") % {"text": text})

    def typed(self, value, sheet_activity):
        return date.fromisoformat(value) if value else ""


class Amount(Column):
    """A number, stored in the snapshot as a text with four decimals."""

    def write(self, value, sheet_activity):
        return "" if value is None else digits(Decimal(value))

    def read(self, text, sheet_activity):
        if not (text := text.strip()):
            return None
        digits = re.sub(r"\s", "", text)
        if re.fullmatch(r"\d+,\d{3}", digits):
            raise ValidationError(
                _("“%(text)s” may mean thousands or decimals: write the number without a comma.")
                % {"text": text}
            )
        if not NUMBER.fullmatch(digits):
            raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
        number = Decimal(digits.replace(",", "."))
        # The model refuses a number with more decimals.
        return f"{number:.4f}" if number == round(number, 4) else f"{number:f}"

    def typed(self, value, sheet_activity):
        text = self.write(value, sheet_activity)
        # A spreadsheet stores a number to fifteen digits.
        return Decimal(text) if text and len(text) <= 15 else text


class YesNo(Column):
    @property
    def choices(self):
        return (_("yes"), _("no"))

    def write(self, value, sheet_activity):
        return _("yes") if value else _("no")

    def read(self, text, sheet_activity):
        word = fold(text.strip())
        if word not in YES | NO:
            raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text})
        return word in YES


class Whole(Column):
    """A whole number that identifies a row."""

    def write(self, value, sheet_activity):
        return "" if value is None else str(value)

    def read(self, text, sheet_activity):
        if not (text := text.strip()):
            return None
        # A spreadsheet may have turned 26 into 26.0.
        if not (found := re.fullmatch(r"([0-9]{1,9})([.,]0+)?", text)):
            raise ValidationError(_("“%(text)s” is not a whole number.") % {"text": text})
        return int(found[1])
