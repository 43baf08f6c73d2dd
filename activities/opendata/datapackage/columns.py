"""A table of the package: which rows, which columns, and what the data dictionary says of them.

Type, title and permitted values come from the model's own field, so that the dictionary cannot say
something else than the database.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.text import capfirst

# The first that a field of a model is an instance of.
TYPES = (
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
)


@dataclass
class Column:
    """`path` leads from the rows to the value; `like`, where it is computed, to the field that it is of."""

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
    """`rows(base)` is a queryset in a fixed order; `base` is the beginning of addresses.

    With `paragraph` its columns `report` and `paragraph` name a paragraph of a report.
    """

    name: str
    title: object
    rows: Callable[[str], QuerySet]
    columns: list[Column]
    key: list[str]
    paragraph: bool = False

    @property
    def references(self):
        """[(its columns, the table that they point at)]"""
        found = [([column.name], column.references) for column in self.columns if column.references]
        return [*found, (["report", "paragraph"], "paragraphs")] if self.paragraph else found

    @cached_property
    def dictionary(self):
        """What the dictionary says of each column."""
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
        """The permitted values with their meaning, where they are a closed list."""
        return [] if self._computed else list(self.field.choices or ())

    @property
    def _computed(self):
        return self.column.path != self.column.like


def _field(model, path):
    """The field at the end of a path."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)
