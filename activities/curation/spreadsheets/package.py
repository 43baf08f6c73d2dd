"""Reads a workbook, an archive of XML parts, as streams under hard limits.

Only the reader of a part stores anything of it. The sizes that the archive declares are not trusted:
unpacked bytes are counted as they are read.
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
MOST_UNPACKED = 60 * 2**20  # bytes: about ten catalogues
# A full table of activities and one of figures have some 750,000.
MOST_ELEMENTS = 1_500_000
MOST_SECONDS = 2  # of processor time; full tables need a fifth of it
MOST_NAMES = 2_000  # of elements and attributes; the parser never frees one
DEEPEST = 64
LONGEST_TOKEN = 2**18  # bytes of a tag with its attributes, or of a comment
CHUNK = 2**16

ENTRY = b"PK\x01\x02"  # signature of each entry in the central directory of an archive
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # other methods unpack without a limit
# Exceptions of the standard library for a broken archive or broken XML.
BROKEN = (
    expat.ExpatError, struct.error, zipfile.BadZipFile, zlib.error, EOFError, LookupError,
    NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip


class Enough(Exception):  # noqa: N818  # no error: the rest of a part is not needed
    """Raised by the reader of a part once it has read all that it needs."""


class Reader(Protocol):
    """Handles the elements of a part; names are passed without prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class Package:
    """An archive read under limits; raises ValidationError beyond one, an error of `BROKEN` if malformed."""

    def __init__(self, data: bytes):
        if data.count(ENTRY) > MOST_PARTS:
            raise too_much()
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._bytes, self._elements, self._depth = MOST_UNPACKED, MOST_ELEMENTS, 0
        self._until = time.thread_time() + MOST_SECONDS

    def __contains__(self, path: str) -> bool:
        return path in self._archive.NameToInfo

    def parse(self, path: str, reader: Reader):
        """Parses one part with the reader, to its end or until the reader raises Enough."""
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
                # The parser buffers an unfinished token, and scans it again with each chunk.
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
