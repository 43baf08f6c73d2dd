"""Extracts messages without GNU gettext: Django turns a template into Python, Babel reads the Python."""

import datetime
import io
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SOURCES = (("activities", "*.py"), ("unodc_catalogue", "*.py"), ("templates", "*.html"))


class Command(BaseCommand):
    help = "Brings the message catalogues up to date with the source code, keeping the translations."

    def handle(self, **options):
        template = extracted()
        for code, _name in settings.LANGUAGES:
            path = catalogue_path(code)
            catalogue = read(path, code)
            catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
            catalogue.obsolete.clear()
            if code == "en":
                for message in catalogue:
                    # The source is English: its catalogue is the source itself.
                    if not all(strings(message)):
                        message.string = message.id
            write(path, catalogue)
            missing = sum(not all(strings(message)) for message in catalogue if message.id)
            self.stdout.write(f"{code}: {len(catalogue)} messages, {missing} to translate")


def extracted():
    """Returns all messages of the source as a Babel catalogue without locations, which change often."""
    template = Catalog(charset="utf-8")
    for folder, pattern in SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            if "migrations" in path.parts:
                continue
            source = path.read_text(encoding="utf-8")
            if path.suffix == ".html":
                # Python's tokenizer rejects inconsistent indentation, which HTML may have.
                lines = templatize(source, origin=str(path)).splitlines()
                source = "\n".join(line.lstrip() for line in lines)
            for _line, message, comments, context in extract(
                "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
            ):
                template.add(message, context=context, auto_comments=comments)
    return template


def catalogue_path(code) -> Path:
    return settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"


def read(path, code):
    if not path.exists():
        return Catalog(locale=code, charset="utf-8", fuzzy=False, header_comment="")
    with path.open("rb") as file:
        return pofile.read_po(file, locale=code)


def write(path, catalogue):
    path.parent.mkdir(parents=True, exist_ok=True)
    # No dates that change with every run, and no names.
    catalogue.creation_date = catalogue.revision_date = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    catalogue.project, catalogue.version, catalogue.last_translator = "unodc-catalogue", "1", ""
    with path.open("wb") as file:
        pofile.write_po(file, catalogue, width=100, omit_header=False, sort_output=True, no_location=True)


def strings(message):
    return message.string if isinstance(message.string, tuple | list) else (message.string,)
