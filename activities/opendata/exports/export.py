"""An export: a statement and the records of a list, for a writer that turns them into a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Activity
from activities.search import Results
from activities.search.description import in_words

from .batches import in_chunks
from .statements import Statement, statement
from .tables import TABLES, ExportTable

END = object()


@dataclass(frozen=True)
class Export:
    """The results of a search as a writer needs them; read once, from first to last.

    `asked` is their query string. `delimiter` separates the cells of CSV.
    """

    results: Results
    stated: Statement
    table: ExportTable
    asked: str = ""
    delimiter: str = "comma"

    @classmethod
    def of(cls, results, *, site, address, table="activities", **others):
        query = in_words(results) or _("Every activity")
        stated = statement(query, len(results), site=site, address=address)
        return cls(results, stated, TABLES[table], **others)

    @cached_property
    def slots(self) -> list[int]:
        return self.results[0 : len(self.results)]

    @cached_property
    def rows(self) -> int:
        """Returns the number of rows that the table will have."""
        if self.table is TABLES["activities"]:
            return len(self.slots)
        return self.table.count(Activity.objects.at(self.results.slots))

    def chunks(self):
        return in_chunks(self.slots, self.results.index)

    def activities(self):
        for chunk in self.chunks():
            yield from chunk


def in_current_language(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yields the parts in the language in force at the call: a stream is read after the request has ended."""
    return _spoken(parts, get_language() or "fr")


def _spoken(parts, language):
    remaining = iter(parts)
    while True:
        with translation.override(language):
            part = next(remaining, END)
        if part is END:
            return
        yield part
