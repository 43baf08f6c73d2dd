"""The documents that a report prints by their symbols, and their addresses in the United Nations' document system."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

import yaml
from django.conf import settings
from django.utils.translation import get_language

from activities.once import once

ADDRESS = "https://undocs.org/{language}/{symbol}"


def address(symbol: str) -> str:
    """Returns the URL of a document in the visitor's language."""
    return ADDRESS.format(language=get_language(), symbol=quote(symbol))


def documents_of(paragraph) -> list[tuple[str, str]]:
    """Returns [(symbol, URL)] of the documents to which a paragraph refers."""
    return [(symbol, address(symbol)) for symbol in table().get((paragraph.report.ref, paragraph.number), ())]


def mandate_of(report) -> tuple[str, str] | None:
    """Returns the symbol and the URL of the resolution under which a report was prepared, which is not the report."""
    if not report.resolution:
        return None
    symbol = f"A/RES/{report.resolution}"
    return symbol, address(symbol)


@once
def table() -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Returns {(report, paragraph): symbols}."""
    reports = yaml.safe_load((settings.FIXTURES_DIR / "documents.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            (report, number): tuple(symbols)
            for report, paragraphs in reports.items()
            for number, symbols in paragraphs.items()
        }
    )
