"""Files that are small and ask for much: each is built in a moment, whatever it costs whoever reads it."""

import io
import random
import struct
import zipfile
from functools import partial

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADINGS = (
    '<row r="1"><c t="inlineStr"><is><t>ref</t></is></c><c t="inlineStr"><is><t>mark</t></is></c></row>'
)
CELL = '<c t="inlineStr"><is><t>{}</t></is></c>'


def relations(targets):
    rows = "".join(
        f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def sheet(rows, before="", after=""):
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(sheets, strings="<sst/>", styles="<styleSheet/>", before="", after=""):
    """{path: content} of a workbook with these sheets, [(name, XML)]."""
    targets = {f"r{place}": ("worksheet", f"worksheets/sheet{place}.xml") for place in range(len(sheets))}
    more = {"strings": ("sharedStrings", "sharedStrings.xml"), "styles": ("styles", "styles.xml")}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place + 1}" r:id="r{place}"/>'
        for place, (name, _content) in enumerate(sheets)
    )
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{before}<sheets>{listed}</sheets>{after}</workbook>'
    return {
        "_rels/.rels": relations({"r": ("officeDocument", "xl/workbook.xml")}),
        "xl/_rels/workbook.xml.rels": relations(targets | more),
        "xl/workbook.xml": book,
        "xl/sharedStrings.xml": strings,
        "xl/styles.xml": styles,
        **{f"xl/worksheets/sheet{place}.xml": content for place, (_name, content) in enumerate(sheets)},
    }


def packed(contents, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        for path, content in contents.items():
            archive.writestr(path, content)
    return file.getvalue()


def book(rows, *, sheet_before="", **others):
    return packed(parts([("Activités", sheet(HEADINGS + rows, sheet_before))], **others))


def strings_book(strings):
    return book('<row r="2"><c t="s"><v>0</v></c></row>', strings=f"<sst>{strings}</sst>")


def lying(size):
    """Says of each part, in both of its headers, that it unpacks to so many bytes."""
    data = bytearray(book("<row r='2'/>" * 2_000_000))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(signature)
        while at >= 0:
            data[at + place : at + place + 4] = struct.pack("<I", size)
            at = data.find(signature, at + 4)
    return bytes(data)


def overlapping():
    """Fifty sheets that are one and the same part of fifty megabytes."""
    contents = parts([(f"S{place}", "") for place in range(50)])
    one = "xl/worksheets/sheet0.xml"
    contents |= {one: sheet(HEADINGS + "<row/>" * 8_000_000)}
    contents["xl/_rels/workbook.xml.rels"] = relations(
        {f"r{place}": ("worksheet", "worksheets/sheet0.xml") for place in range(50)}
    )
    return packed({path: content for path, content in contents.items() if "sheet" not in path or path == one})


def utf16(text):
    return f'<?xml version="1.0" encoding="utf-16"?>{text}'.encode("utf-16")


def names(count):
    """Elements none of which is called as another."""
    return "".join(f"<n{number:x}/>" for number in range(count))


def repeated(times, length):
    """One long text, to which every cell refers by its number."""
    cells = '<c t="s"><v>0</v></c>' * 90
    rows = "".join(f'<row r="{row}">{cells}</row>' for row in range(2, times // 90))
    return book(rows, strings=f"<sst><si><t>{'é' * length}</t></si></sst>")


def unlike(count):
    """A text that does not compress, in many cells."""
    letters = random.Random(1)  # noqa: S311  # no secret
    cells = (CELL.format(f"{letters.getrandbits(64):x}\U0001f600") for _number in range(count))
    return book("".join(f"<row>{cell}</row>" for cell in cells))


def with_parts(count):
    return packed(parts([("Activités", sheet(HEADINGS))]) | {f"x{number}": "" for number in range(count)})


EMPTY_ROWS = sheet('<row r="5001"></row>')
XLSX = {
    "160 sheets of one empty row, the 5001st": lambda: packed(parts([(f"S{n}", EMPTY_ROWS) for n in range(160)])),
    "40 foreign sheets of one empty row": lambda: packed(parts([(f"S{n}", EMPTY_ROWS) for n in range(40)])),
    "4 million empty shared strings": lambda: strings_book("<si/>" * 4_000_000),
    "a million shared strings in pieces": lambda: strings_book("<si><r><t>a</t></r><r><t>b</t></r></si>" * 1_000_000),
    "shared strings of wide characters": lambda: strings_book("<si><t>\U0001f600a</t></si>" * 700_000),
    "one shared string of 50 MB": lambda: strings_book(f"<si><t>{'a' * 50_000_000}\U0001f600</t></si>"),
    "phonetic readings without end": lambda: strings_book(f"<si>{'<rPh><t>a</t></rPh>' * 1_500_000}</si>"),
    "a text that every cell repeats": partial(repeated, 400_000, 30_000),
    "a cell at XFD1": lambda: packed(parts([("A", sheet(HEADINGS.replace("</row>", '<c r="XFD1"><v>1</v></c></row>')))])),
    "a cell at XFD1048576": lambda: book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a row of a number that no sheet has": lambda: book('<row r="99999999999"><c><v>1</v></c></row>'),
    "4 million empty rows": lambda: book("<row/>" * 4_000_000),
    "4 million empty cells in a row": lambda: book(f"<row>{'<c/>' * 4_000_000}</row>"),
    "a million rows of a blank": lambda: book(f"<row>{CELL.format(' ')}</row>" * 1_000_000),
    "6,000 rows": lambda: book(f"<row>{CELL.format('a')}</row>" * 6_000),
    "one cell of 50 MB": lambda: book(f"<row>{CELL.format('a' * 50_000_000)}</row>"),
    "one cell of 100 MB": lambda: book(f"<row>{CELL.format('a' * 100_000_000)}</row>"),
    "a number of a million digits": lambda: book(f"<row><c><v>{'1' * 1_000_000}</v></c></row>"),
    "a sheet that claims billions of rows": lambda: book("", sheet_before='<dimension ref="A1:XFD99999999999"/>'),
    "a million columns": lambda: book("", sheet_before='<col min="1" max="16384"/>' * 2_000_000),
    "nested a million deep": lambda: book("", sheet_before=f"{'<a>' * 1_000_000}{'</a>' * 1_000_000}"),
    "one attribute of 50 MB": lambda: book("", sheet_before=f'<a b="{"c" * 50_000_000}"/>'),
    "a million attributes": lambda: book("", sheet_before='<a' + "".join(f" b{n:x}=''" for n in range(1_000_000)) + "/>"),
    "one comment of 50 MB": lambda: book("", sheet_before=f"<!--{'c' * 50_000_000}-->"),
    "300,000 different elements": lambda: book("", sheet_before=names(300_000)),
    "3 million definitions of styles": lambda: book("", styles=f"<styleSheet><cellXfs>{'<xf/>' * 3_000_000}</cellXfs></styleSheet>"),
    "formats of numbers without end": lambda: book("", styles="<a>" + "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(500_000)) + "</a>"),
    "2 million defined names": lambda: book("", after='<definedName name="a">A1</definedName>' * 1_600_000),
    "200,000 sheets in the list": lambda: book("", after='<sheet name="a" r:id="r0"/>' * 200_000),
    "a sheet that is one of fifty": overlapping,
    "sizes that are too small": partial(lying, 100),
    "sizes that are too large": partial(lying, 2**31),
    "50,000 parts": partial(with_parts, 50_000),
    "packed as bzip2": lambda: packed(parts([("A", sheet(HEADINGS + "<row/>" * 1_000_000))]), zipfile.ZIP_BZIP2),
    "packed as LZMA": lambda: packed(parts([("A", sheet(HEADINGS + "<row/>" * 1_000_000))]), zipfile.ZIP_LZMA),
    "wide characters in UTF-16": lambda: packed(parts([("A", utf16(sheet(HEADINGS + f"<row>{CELL.format('é' * 28_000_000)}</row>")))])),
    "texts that do not compress": partial(unlike, 120_000),
    "array formulas": lambda: book('<row><c><f t="array" ref="A1:XFD1048576">A1</f></c></row>' * 5_001),
    "an unclosed sheet": lambda: packed(parts([("A", f"<worksheet><sheetData>{HEADINGS}<row>")])),
}  # fmt: skip
TEXT = b"ref;mark\r\n"
CSV = {
    "8 million columns": lambda: TEXT + b";" * 8_000_000 + b"x",
    "8 million headings": lambda: b"ref;mark" + b";" * 8_000_000 + b"x",
    "2 million empty rows": lambda: TEXT + b";\r\n" * 2_600_000,
    "one quoted cell of 8 MB": lambda: TEXT + b'a;"' + b"b" * 8_000_000 + b'"\r\n',
    "a quotation mark that never closes": lambda: TEXT + b'a;"' + b"\r\n" * 2_500_000,
    "a million quotation marks": lambda: TEXT + b"a;" + b'"' * 4_000_001,
    "a cell of 100,000 letters": lambda: TEXT + b"a;" + b"b" * 100_000,
    "letters that become eighteen each": lambda: b"ref;mark\r\na;" + "\ufdfa".encode() * 1_600_000,
    "headings of such letters": lambda: (";".join(["\ufdfa" * 16_000] * 100)).encode(),
    "cells that run over lines": lambda: TEXT + b'"\n";' * 2_000_000,
    "half a million quoted cells in a row": lambda: TEXT + "😀".encode() + b'"\n";' * 499_000,
    "wide characters": lambda: TEXT + "a;\U0001f600\r\n".encode() * 600_000,
    "a million rows in UTF-16": lambda: "ref;mark\r\na\r\n".encode("utf-16") + "a\n".encode("utf-16-le") * 1_200_000,
}  # fmt: skip
BOMBS = XLSX | CSV
