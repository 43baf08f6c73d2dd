"""Citations are printed by citation-js, which needs Node, as they were meant."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import citeproc
import pytest
from django.utils import translation

from activities.models import Activity
from activities.opendata import citations
from tests.browser.test_validity import HERE, required
from tests.opendata.processors import LOCALES, style_file, styles

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PRINTER = HERE / "print_citations.js"
LIBRARY = HERE / "node_modules/@citation-js/core/package.json"


def printed(path, style, language):
    locale = Path(citeproc.__file__).parent / f"data/locales/locales-{LOCALES[language]}.xml"
    command = ["node", PRINTER, path, style_file(style), locale, LOCALES[language]]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("ending", ["csl", "bib", "ris"])
def test_the_whole_catalogue_is_printed_in_every_style(tmp_path, language, ending):
    required(LIBRARY, "node")
    with translation.override(language):
        references = [
            citations.reference(found, url=f"https://example.org/id/{found.ref}", accessed=date(2099, 12, 1))
            for found in Activity.objects.published().for_detail()
        ]
        path = tmp_path / f"list.{ending}"
        write = {"bib": citations.bibtex, "ris": citations.ris, "csl": citations.csl}[ending]
        records = [write(reference) for reference in references]
        path.write_text(json.dumps(records) if ending == "csl" else "\n".join(records), encoding="utf-8")
    for style in styles(language).values():
        text = printed(path, style, language)
        for reference in references:
            # A hyphen is no range, and nothing follows the address without a space.
            assert re.search(rf"{re.escape(reference.url)}(\.\s|\s|\.?$)", text), (style, reference.ref)
            assert reference.ref not in re.sub("[‑–—]", "-", text.replace(reference.ref, "")), style
        assert "riginal" not in text
