"""The typefaces of the pages: subsets of packaged fonts, written as WOFF2 when static files are collected.

Nothing of them is committed. Where the packages are missing, the style sheet of fonts is empty and pages have the
fonts of the system. The names differ from those that the licence of the fonts (SIL OFL 1.1) reserves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

FOLDER, STYLES = "fonts", "fonts/fonts.css"
# Latin with the letters of every name, the signs of both typographies, arrows.
CHARACTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), 0x2BC, 0x2009, *range(0x2010, 0x2016),
    *range(0x2018, 0x201F), 0x2020, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC,
    *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
)  # fmt: skip
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "lnum", "tnum"]
NAMES = {1: "{0}", 3: "{0}", 4: "{0}", 6: "{0}", 16: "{0}", 25: "{0}"}  # of the table `name`, by number


@dataclass(frozen=True)
class Face:
    """A subset of a packaged font, and the fonts of systems that stand in for it while it loads.

    `adjust` is the width of running French in the face, in per cent of its width in the stand-ins.
    """

    file: str
    family: str
    package: str
    source: str
    axes: tuple[tuple[str, float | tuple[float, float]], ...]
    style: str = "normal"
    weight: str = "400 600"
    stand_ins: tuple[str, ...] = ()
    adjust: float = 100

    @property
    def path(self) -> Path | None:
        """Returns the packaged file, None where the package is missing."""
        spec = find_spec(self.package)
        path = spec and spec.origin and Path(spec.origin).parent / "files" / self.source
        return path if path and path.is_file() else None


FACES = {
    face.file: face
    for face in (
        Face(
            "fonts/sans.woff2", "Catalogue Sans", "fontpkg_source_sans_3", "SourceSans3[wght].ttf",
            (("wght", (400, 600)),), stand_ins=("Arial", "Liberation Sans", "Arimo", "Helvetica"), adjust=93.8,
        ),
        Face(
            "fonts/sans-italic.woff2", "Catalogue Sans", "fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf",
            (("wght", 400),), style="italic", weight="400",
        ),
        Face(
            "fonts/serif.woff2", "Catalogue Serif", "fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf",
            (("wght", 600), ("opsz", 20)), weight="600", adjust=107,
            stand_ins=("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "Tinos Bold"),
        ),
    )
}  # fmt: skip
PRELOADED = ("fonts/sans.woff2", "fonts/serif.woff2")


@cache
def available() -> tuple[str, ...]:
    """Returns the files that can be made here."""
    has_tools = find_spec("fontTools") and find_spec("brotli")
    return tuple(name for name, face in FACES.items() if has_tools and face.path)


def preloaded() -> tuple[str, ...]:
    return tuple(name for name in PRELOADED if name in available())


def made(face: Face) -> bytes:
    """Returns the subset of a font as WOFF2."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(face.path)
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, name_IDs=[0, *NAMES, 13, 14]))
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, dict(face.axes))
    for number, name in NAMES.items():
        font["name"].setName(name.format(face.family.replace(" ", "")), number, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(written := BytesIO())
    return written.getvalue()


def styles() -> str:
    """Returns the style sheet of the fonts that are available."""
    return "\n".join(_rules(FACES[name]) for name in available())


def _rules(face):
    rule = (
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; font-weight: {face.weight}; '
        f'font-display: swap; src: url("{Path(face.file).name}") format("woff2"); }}'
    )
    if not face.stand_ins:
        return rule
    local = ", ".join(f'local("{name}")' for name in face.stand_ins)
    return (
        f'{rule}\n@font-face {{ font-family: "{face.family} Metrics"; font-weight: {face.weight}; src: {local}; '
        f"size-adjust: {face.adjust}%; {_heights(face)} }}"
    )


def _heights(face):
    """Returns the heights of the face, so that lines of the stand-ins are as high as its own."""
    from fontTools.ttLib import TTFont

    with TTFont(face.path, lazy=True) as font:
        heights, em = font["hhea"], font["head"].unitsPerEm * face.adjust / 10_000
    return (
        f"ascent-override: {heights.ascent / em:.1f}%; descent-override: {-heights.descent / em:.1f}%; "
        f"line-gap-override: {heights.lineGap / em:.1f}%;"
    )


class FontStorage(Storage):
    """Makes the files as they are collected, and again only if packages or this module have changed."""

    def _open(self, name, mode="rb"):
        if name == STYLES:
            return ContentFile(styles().encode(), name)
        collected = Path(settings.STATIC_ROOT) / name
        if collected.is_file() and collected.stat().st_mtime >= self._modified(name):
            return File(collected.open("rb"), name)
        return ContentFile(made(FACES[name]), name)

    def exists(self, name):
        return name == STYLES or name in available()

    def path(self, name):
        """Returns where the file is served from: nothing is stored here."""
        if not self.exists(name):
            raise SuspiciousFileOperation(name)
        return str(Path(settings.STATIC_ROOT) / name)

    def get_modified_time(self, name):
        return datetime.fromtimestamp(self._modified(name), UTC)

    def _modified(self, name):
        sources = [Path(__file__), *filter(None, [FACES[name].path if name in FACES else None])]
        return max(source.stat().st_mtime for source in sources)


class FontFinder(BaseFinder):
    """Finds the fonts and their style sheet for `collectstatic` and for development."""

    storage = FontStorage()

    def find(self, path, find_all=False, **kwargs):
        if not self.storage.exists(path):
            return []
        return [self.storage.path(path)] if find_all else self.storage.path(path)

    def list(self, ignore_patterns) -> Iterator[tuple[str, Storage]]:
        for name in (*available(), STYLES):
            yield name, self.storage
