"""A workbook as an archive of XML parts, read as streams under limits that no file can talk its way around.

Nothing of a part is kept but what its reader keeps. Sizes that the file states are not trusted: whatever is
unpacked is counted as it comes.
"""

import io
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from typing import Protocol
from xml.parsers import expat  # nosec B407  # DOCTYPE is refused, the rest is counted

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .grids import too_much

MOST_PARTS = 1_000
MOST_UNPACKED = 60 * 2**20  # bytes: ten catalogues
# A full table of activities and one of figures have some 750,000.
MOST_ELEMENTS = 1_500_000
MOST_SECONDS = 2  # of the processor; full tables take a fifth of it
MOST_NAMES = 2_000  # of elements and attributes; the parser never forgets one
DEEPEST = 64
LONGEST_TOKEN = 2**18  # bytes of a tag with its attributes, or of a comment
CHUNK = 2**16

ENTRY = b"PK\x01\x02"  # begins each entry of the directory of an archive
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a bound
# Ways of the standard library to say that an archive or its XML is broken.
BROKEN = (
    expat.ExpatError, struct.error, zipfile.BadZipFile, zlib.error, EOFError, LookupError,
    NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip


class Enough(Exception):  # noqa: N818  # no error: the rest of a part is not needed
    """Raised by the reader of a part when it has all that it wants."""


class Reader(Protocol):
    """Takes the elements of a part; names come without prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class Package:
    """Raises ValidationError for what goes over a limit, and one of `BROKEN` for what is no workbook."""

    def __init__(self, data: bytes):
        if data.count(ENTRY) > MOST_PARTS:
            raise too_much()
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._bytes, self._elements, self._depth = MOST_UNPACKED, MOST_ELEMENTS, 0
        self._until = time.thread_time() + MOST_SECONDS

    def __contains__(self, path: str) -> bool:
        return path in self._archive.NameToInfo

    def parse(self, path: str, reader: Reader):
        """Gives the reader one part, whole or until it has enough."""
        if self._archive.getinfo(path).compress_type not in PACKINGS:
            raise NotImplementedError
        names: dict[str, str] = {}
        parser = self._parser(reader, names)
        fed = 0
        with suppress(Enough), self._archive.open(path) as part:
            while chunk := part.read(CHUNK):
                fed += len(chunk)
                self._count(chunk)
                parser.Parse(chunk, False)
                # What is between two events is held by the parser, and read anew with each chunk.
                if fed - parser.CurrentByteIndex > LONGEST_TOKEN or len(names) > MOST_NAMES:
                    raise too_much()
            parser.Parse(b"", True)

    def _count(self, chunk):
        self._bytes -= len(chunk)
        if self._bytes < 0:
            raise ValidationError(_("The workbook is too large when it is unpacked."))
        if time.thread_time() > self._until:
            raise too_much()

    def _parser(self, reader, names):
        parser = expat.ParserCreate(None, None, names)
        parser.buffer_text = True
        self._depth = 0

        def start(name, attributes):
            self._elements -= 1
            self._depth += 1
            if self._elements < 0 or self._depth > DEEPEST:
                raise too_much()
            reader.start(name.rpartition(":")[2], attributes)

        def end(name):
            self._depth -= 1
            reader.end(name.rpartition(":")[2])

        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = reader.text
        return parser


def _refuse(*_declared):
    raise ValueError("No workbook declares entities.")
