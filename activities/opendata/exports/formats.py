"""Export formats by URL extension."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.models import Activity

from . import atom, bibliography, delimited, iati, lines, workbook


@dataclass(frozen=True)
class Format:
    label: str | Promise
    content_type: str
    write: Callable[..., Iterable[bytes]]
    inline: bool = False  # displayed by programs rather than saved to a file
    tables: frozenset[str] = field(default=frozenset({"activities"}))
    delimiters: frozenset[str] = field(default=frozenset({"comma"}))
    described: bool = False  # by a separate statement, for readers that take every line for a record
    saved_as: str = ""  # the extension of the saved file, where programs expect another


def _feed(export):
    """Returns the feed of a list, updated when the last of its activities was; an empty one with the catalogue."""
    listed = Activity.objects.at(export.results.slots)
    last = listed.aggregate(last=Max("updated_at"))["last"]
    if last is None:
        last = Activity.objects.published().aggregate(last=Max("updated_at"))["last"]
    return atom.write_atom(export, last or timezone.now())


FORMATS = {
    "csv": Format(
        "CSV",
        "text/csv; charset=utf-8; header=present",
        delimited.write_csv,
        tables=frozenset({"activities", "countries", "figures"}),
        delimiters=frozenset(delimited.DELIMITERS),
    ),
    "xlsx": Format(
        "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook.write_xlsx
    ),
    "json": Format("JSON", "application/json", lines.write_json),
    "jsonl": Format("JSON Lines", "application/jsonl; charset=utf-8", lines.write_lines, described=True),
    "statement": Format(
        _("Statement of a list (JSON)"), "application/json", lines.write_statement, saved_as="statement.json"
    ),
    "xml": Format(
        _("IATI 2.03 (XML)"), "application/xml; charset=utf-8", iati.write_iati, saved_as="iati.xml"
    ),
    "atom": Format("Atom", "application/atom+xml; charset=utf-8", _feed, inline=True),
    "un": Format(
        _("United Nations style"), "text/plain; charset=utf-8", bibliography.write_un, saved_as="un.txt"
    ),
    "apa": Format("APA", "text/plain; charset=utf-8", bibliography.write_apa, saved_as="apa.txt"),
    "bib": Format("BibTeX", "application/x-bibtex; charset=utf-8", bibliography.write_bibtex),
    "ris": Format("RIS", "application/x-research-info-systems; charset=utf-8", bibliography.write_ris),
    "csl": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", bibliography.write_csl),
}
