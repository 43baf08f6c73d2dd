"""Prints the bibliography of ten activities; `write` puts it into printed_citations.yaml."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml
from django.utils import translation

from activities.models import Activity
from activities.opendata import citations
from tests.opendata.processors import printed, styles

# With colons, hyphens, digits, acronyms, parentheses, apostrophes, one paragraph or several.
TEN = [
    "2021-002-1", "2021-005-1", "2021-020-1", "2021-035-1", "2021-040-3", "2021-040-4", "2021-063-2",
    "2021-063-3", "2021-070-1", "2021-083-1",
]  # fmt: skip
DAY = date(2099, 12, 1)


def bibliography(language):
    """Returns {style: [reference]}, as of one day, so that no review and no visit changes it."""
    with translation.override(language):
        made = [
            replace(
                citations.reference(found, url=f"https://example.org/id/{found.ref}", accessed=DAY),
                reviewed=DAY,
            )
            for found in Activity.objects.published().for_detail().in_report_order().filter(ref__in=TEN)
        ]
        own = {"own, UN": list(map(citations.un_style, made)), "own, APA": list(map(citations.apa, made))}
        items = list(map(citations.csl, made))
    by_processor = {
        name: list(printed(items, style, language).values()) for name, style in styles(language).items()
    }
    return by_processor | own


def write():
    content = {language: bibliography(language) for language in ("en", "fr")}
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10**6)
    Path(__file__).with_suffix(".yaml").write_text(text, encoding="utf-8")
