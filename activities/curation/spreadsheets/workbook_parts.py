"""The parts of a workbook that cells depend on: relationships, sheets, shared strings, number formats."""

import posixpath
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .grids import MOST_CHARACTERS, size, too_much

MOST_SHEETS = 50
MOST_STRINGS = 300_000
MOST_STRING_BYTES = 16 * 2**20
MOST_FORMATS = 65_536  # as many as Excel has
LONGEST_NAME = 31  # of a sheet

DATE, PERCENT = "date", "percent"
# Formats that need no declaration (ECMA-376, 18.8.30).
BUILT_IN = dict.fromkeys((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)), DATE)
BUILT_IN |= {9: PERCENT, 10: PERCENT}
# Literal text of a format: in quotation marks, after a backslash, in brackets (except [h], [mm]).
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Relations:
    """The relationships of a part: {identifier: (last segment of the type, path)}."""

    def __init__(self, folder: str):
        self.folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name, attributes):
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        if len(self.found) > MOST_FORMATS:
            raise too_much()
        kind = attributes["Type"].rpartition("/")[2]
        path = posixpath.normpath(posixpath.join("/", self.folder, attributes["Target"])).lstrip("/")
        self.found[attributes["Id"]] = kind, path

    def end(self, name): ...
    def text(self, text): ...

    def path(self, wanted: str) -> str:
        """Returns the path of the first part of this kind; empty if there is none."""
        return next((path for kind, path in self.found.values() if kind == wanted), "")


class Contents:
    """The sheets of a workbook, [(name, identifier)], and whether its days count from 1904."""

    def __init__(self):
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, name, attributes):
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            if len(self.sheets) == MOST_SHEETS:
                raise ValidationError(
                    _("The workbook has more than %(most)d sheets.") % {"most": MOST_SHEETS}
                )
            identifiers = [value for name, value in attributes.items() if name.endswith(":id")]
            self.sheets.append((attributes["name"][:LONGEST_NAME], identifiers[0]))

    def end(self, name): ...
    def text(self, text): ...


class Strings:
    """The shared strings, which cells refer to by index; omits phonetic readings."""

    def __init__(self):
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._left = MOST_STRING_BYTES
        self._length = 0
        self._is_text = self._is_phonetic = False

    def start(self, name, attributes):
        if name == "t":
            self._is_text = not self._is_phonetic
        elif name == "rPh":
            self._is_phonetic = True

    def text(self, text):
        if not self._is_text:
            return
        self._left -= size(text)
        self._length += len(text)
        if self._left < 0:
            raise too_much()
        # A string too long for a cell is refused where a cell refers to it.
        if self._length - len(text) <= MOST_CHARACTERS:
            self._pieces.append(text)

    def end(self, name):
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "si":
            if len(self.found) == MOST_STRINGS:
                raise too_much()
            self.found.append("".join(self._pieces))
            self._pieces.clear()
            self._length = 0


class Formats:
    """The kind of number in a cell by the index of its style: DATE, PERCENT or empty."""

    def __init__(self):
        self.kinds: list[str] = []
        self._declared: dict[int, str] = {}
        self._inside = False

    def start(self, name, attributes):
        if name == "numFmt":
            self._declared[int(attributes["numFmtId"])] = _kind(attributes["formatCode"])
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = int(attributes.get("numFmtId", "0"))
            self.kinds.append(self._declared.get(number, BUILT_IN.get(number, "")))
        if max(len(self.kinds), len(self._declared)) > MOST_FORMATS:
            raise too_much()

    def end(self, name):
        if name == "cellXfs":
            self._inside = False

    def text(self, text): ...


def _kind(code: str) -> str:
    shown = LITERAL.sub("", code[:255].partition(";")[0])
    if "%" in shown:
        return PERCENT
    return DATE if re.search(r"[dmhysDMHYS]", shown) else ""
