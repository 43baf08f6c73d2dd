"""Parses the text of a report, plain or Markdown, into its sections and numbered paragraphs."""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from .headings import Headings, Section

MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?P<title>.+)")
BOLD_NUMBER = re.compile(r"\*\*(?P<number>\d+)\.\*\*\s+(?P<words>.+)")
PLAIN_NUMBER = re.compile(r"(?P<number>\d+)\.\s+(?P<words>.+)")
LIST_ITEM = re.compile(r"[-–•*]\s|\(?[a-z]{1,4}\)\s")
SENTENCE_ENDS = (".", ";", ":", "!", "?", ",")


class ReportError(Exception):
    """Every fault of a text, one per line, with the line of the file where there is one."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Paragraph:
    number: int
    section: str
    text: str
    line: int


@dataclass(frozen=True)
class ReportText:
    sections: list[Section]
    paragraphs: list[Paragraph]


@dataclass
class Block:
    """Consecutive lines of one heading or paragraph, and the number of the first line."""

    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self):
        return " ".join(self.lines)


def read(path: Path) -> ReportText:
    """Parses a file; raises ReportError if it cannot be read, is not UTF-8 or is no report."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReportError([f"{path}: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ReportError([f"line {line}: not UTF-8: save the file as text in UTF-8"]) from error
    return parse(content)


def parse(content: str) -> ReportText:
    """Parses a text; raises ReportError with every fault."""
    if not content.strip():
        raise ReportError(["the file is empty"])
    before, zero, _after = content.partition("\x00")
    if zero:
        raise ReportError([f"line {before.count(chr(10)) + 1}: a zero byte: save the file as text in UTF-8"])
    reader = _Reader(content)
    for block in reader.blocks():
        reader.take(block)
    if not reader.paragraphs:
        reader.problems.append("no numbered paragraph: each begins on its own line as “1.” or “**1.**”")
    if reader.problems:
        raise ReportError(reader.problems)
    return ReportText(reader.headings.sections, reader.paragraphs)


class _Reader:
    """Reads a text from top to bottom; whatever follows a paragraph up to the next heading belongs to it."""

    def __init__(self, content):
        self.lines = unicodedata.normalize("NFC", content).splitlines()
        self.is_markdown = any(map(MARKDOWN_HEADING.match, self.lines))
        self.number = BOLD_NUMBER if any(map(BOLD_NUMBER.match, self.lines)) else PLAIN_NUMBER
        self.problems: list[str] = []
        self.headings = Headings(self.problems)
        self.paragraphs: list[Paragraph] = []
        self.is_open = False

    def blocks(self):
        block = None
        for number, line in enumerate(self.lines, 1):
            words = " ".join(line.split())
            if block and (not words or self._begins(words)):
                yield block
                block = None
            if words:
                block = block or Block(number)
                block.lines.append(words)
                if self.is_markdown and MARKDOWN_HEADING.match(words):
                    yield block
                    block = None
        if block:
            yield block

    def take(self, block):
        if title := self._heading(block):
            self.headings.add(title, block.line)
            self.is_open = False
        elif numbered := self.number.fullmatch(block.text):
            self._begin(int(numbered["number"]), numbered["words"], block.line)
        elif self.is_open:
            last = self.paragraphs.pop()
            text = f"{last.text}\n{block.text}"
            self.paragraphs.append(Paragraph(last.number, last.section, text, last.line))

    def _begins(self, words):
        """True if a line begins a block even without an empty line before it."""
        is_heading = self.is_markdown and MARKDOWN_HEADING.match(words)
        return is_heading or self.number.match(words) or LIST_ITEM.match(words)

    def _heading(self, block):
        """Returns a heading with its numbering, without Markdown signs; empty for any other block."""
        if self.is_markdown:
            found = MARKDOWN_HEADING.fullmatch(block.text)
            return found["title"] if found else ""
        words = block.text
        # A footnote mark may follow the full stop.
        if words.rstrip("0123456789 »”)").endswith(SENTENCE_ENDS) or BOLD_NUMBER.match(words):
            return ""
        # A list item begins in lower case.
        label, _separator, rest = words.partition(" ")
        first = rest[:1] if label.endswith((".", ")")) else words[:1]
        return words if first.isupper() else ""

    def _begin(self, number, words, line):
        previous = self.paragraphs[-1].number if self.paragraphs else 0
        if twin := next((p for p in self.paragraphs if p.number == number), None):
            self.problems.append(f"line {line}: paragraph {number} appears twice, first on line {twin.line}")
        elif number != previous + 1:
            after = f"follows paragraph {previous}" if previous else "is the first; expected 1"
            self.problems.append(f"line {line}: paragraph {number} {after}")
        if not self.headings.code:
            self.problems.append(f"line {line}: paragraph {number} is below no numbered heading")
        self.paragraphs.append(Paragraph(number, self.headings.code, words, line))
        self.is_open = True
