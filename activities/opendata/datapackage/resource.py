"""A resource of the package: its rows, its columns, its key and what it references."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise, cached_property

from ..columns import Column, DescribedColumn


@dataclass
class Resource:
    """A table of the package.

    `rows(base)` returns a queryset in a fixed order; `base` is the scheme and host of URLs. If `paragraph` is
    set, the columns `report` and `paragraph` together reference a paragraph.
    """

    name: str
    title: Promise | str
    rows: Callable[[str], QuerySet]
    columns: list[Column]
    key: list[str]
    paragraph: bool = False

    @property
    def references(self):
        """Returns [(columns, the resource that they reference)]."""
        found = [([column.name], column.references) for column in self.columns if column.references]
        return [*found, (["report", "paragraph"], "paragraphs")] if self.paragraph else found

    @cached_property
    def dictionary(self):
        """Returns a DescribedColumn for each column."""
        model = self.rows("").model
        return [DescribedColumn.of(model, column) for column in self.columns]

    @property
    def lookups(self):
        return [column.lookup for column in self.columns]
