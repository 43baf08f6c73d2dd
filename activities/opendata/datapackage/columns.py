"""A table of the package: its rows, its columns and their description in the data dictionary.

Type, title and permitted values come from the model field, so that the dictionary cannot contradict the
database.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.text import capfirst

# The first match of a model field decides.
TYPES = (
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
)


@dataclass
class Column:
    """A column.

    `path` leads from a row to the value; for a computed value, `like` names the model field that describes
    it.
    """

    name: str
    path: str = ""
    references: str = ""
    title: object = ""
    like: str = ""

    def __post_init__(self):
        self.path = self.path or self.name
        self.like = self.like or self.path


@dataclass
class Table:
    """A table of the package.

    `rows(base)` returns a queryset in a fixed order; `base` is the scheme and host of URLs. If `paragraph` is
    set, the columns `report` and `paragraph` together reference a paragraph.
    """

    name: str
    title: object
    rows: Callable[[str], QuerySet]
    columns: list[Column]
    key: list[str]
    paragraph: bool = False

    @property
    def references(self):
        """Returns [(columns, the table that they reference)]."""
        found = [([column.name], column.references) for column in self.columns if column.references]
        return [*found, (["report", "paragraph"], "paragraphs")] if self.paragraph else found

    @cached_property
    def dictionary(self):
        """Returns a DescribedColumn for each column."""
        model = self.rows("").model
        return [DescribedColumn(column, _field(model, column.like)) for column in self.columns]

    @property
    def paths(self):
        return [column.path for column in self.columns]


@dataclass
class DescribedColumn:
    column: Column
    field: models.Field

    @property
    def name(self):
        return self.column.name

    @property
    def title(self):
        return capfirst(str(self.column.title or self.field.verbose_name))

    @property
    def help(self):
        return "" if self._computed else self.field.help_text

    @property
    def type(self):
        return next((name for kind, name in TYPES if isinstance(self.field, kind)), "string")

    @property
    def choices(self):
        """Returns [(permitted value, label)], empty for an open list."""
        return [] if self._computed else list(self.field.choices or ())

    @property
    def _computed(self):
        return self.column.path != self.column.like


def _field(model, path):
    """Returns the model field at the end of a lookup path."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)
