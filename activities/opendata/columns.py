"""A column of the published tables: how it is read, and what the data dictionary says of it.

Type, title and permitted values come from the model field, so that the dictionary cannot contradict the
database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst

# The first match of a model field decides.
TYPES = (
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
)


def type_of(field) -> str:
    """Returns the type of a model field's values, in the words of Frictionless Table Schema."""
    return next((name for kind, name in TYPES if isinstance(field, kind)), "string")


@dataclass(frozen=True)
class Column:
    """A column.

    `path` is the lookup path from a row to the value, by default the name. `read` computes the value from
    (row, scheme and host of URLs) where attributes alone do not lead to it. `like` names the model field that
    describes a computed value, `references` the table whose keys the values are. `note` is what its reader must know besides.
    """

    name: str
    path: str = ""
    read: Callable[[Any, str], Any] | None = None
    title: Promise | str = ""
    like: str = ""
    references: str = ""
    note: Promise | str = ""

    @cached_property
    def lookup(self) -> str:
        return self.path or self.name

    @cached_property
    def value(self) -> Callable[[Any, str], Any]:
        """The function of (row, site) that returns the value of a row in memory."""
        return self.read or _attribute(self.lookup)

    @property
    def is_computed(self):
        return bool(self.like) and self.like != self.lookup


@dataclass(frozen=True)
class DescribedColumn:
    """A column with its entry in the data dictionary."""

    column: Column
    field: models.Field

    @classmethod
    def of(cls, model, column):
        return cls(column, _field(model, column.like or column.lookup))

    @property
    def name(self):
        return self.column.name

    @property
    def title(self):
        return capfirst(str(self.column.title or self.field.verbose_name))

    @property
    def help(self):
        told = "" if self.column.is_computed else self.field.help_text
        return " ".join(str(part) for part in (told, self.column.note) if part)

    @property
    def type(self):
        return type_of(self.field)

    @property
    def choices(self):
        """Returns [(permitted value, label)], empty for an open list."""
        return [] if self.column.is_computed else list(self.field.choices or ())


def _field(model, path):
    """Returns the model field at the end of a lookup path."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def _attribute(path):
    """Returns a function of (row, site) that follows a lookup path, to None where a relation is empty."""
    *steps, last = map(attrgetter, path.split("__"))

    def read(row, site):
        for step in steps:
            if (row := step(row)) is None:
                return None
        return last(row)

    return read
