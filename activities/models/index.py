"""What is derived from the entries: their search rows, their words, and the version of the catalogue."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from .activity import Activity

NEVER = -1  # a version before the first

Derived = TypeVar("Derived")


class SearchEntry(models.Model):
    """By what an activity is found; a table of its own keeps the vector inline and out of the history.

    The row of an activity that is not published is there and empty: it tells that there is nothing.
    """

    activity = models.OneToOneField(Activity, models.CASCADE, primary_key=True, related_name="search_entry")
    # The report_order of the activity.
    slot = models.BigIntegerField(unique=True)
    vector = SearchVectorField()
    names = ArrayField(models.TextField(), default=list)
    version = models.PositiveBigIntegerField(
        db_index=True, help_text="of the catalogue, when this was written"
    )

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="search_entry_vector")]

    def __str__(self):
        return self.activity.ref


class Word(models.Model):
    """A word of the published entries, by its folded form."""

    folded = models.CharField(max_length=200, primary_key=True, db_collation="C")
    spelling = models.CharField(max_length=200)
    count = models.PositiveIntegerField(help_text="Number of entries that contain it.")
    version = models.PositiveBigIntegerField(db_index=True, help_text="of the catalogue, when it was new")

    def __str__(self):
        return self.spelling


class CatalogueVersion(models.Model):
    """One row, raised in every transaction that changes published data; caches are valid for one number."""

    number = models.PositiveBigIntegerField(default=0)
    reference = models.PositiveBigIntegerField(
        default=0, help_text="The version in which a table of reference changed last."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="catalogue_version_is_one_row"),
        ]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return next(iter(cls.objects.filter(pk=1).values_list("number", flat=True)), 0)

    @classmethod
    def raised(cls) -> int:
        """The next number. Until the transaction ends, no other one gets past here: what bears
        a number is there for all to see before the next number is given."""
        cls.objects.update_or_create(
            pk=1, defaults={"number": F("number") + 1}, create_defaults={"number": 1}
        )
        return cls.current()


class PerVersion(Generic[Derived]):
    """Something derived from the published entries; calling it gives the one of the catalogue as it is now.

    `build` is called once a version in each process: its threads wait for the one that builds.
    """

    def __init__(self, build: Callable[..., Derived]):
        self.build = build
        self.kept: tuple[int, Derived] | None = None
        self.building = Lock()

    def __call__(self) -> Derived:
        # Read before the rows: a change in between makes what is built newer than its number, never older.
        version = CatalogueVersion.current()
        kept = self.kept
        if kept is None or kept[0] != version:
            kept = self._renewed(kept, version)
        return kept[1]

    def _renewed(self, seen, version):
        with self.building:
            if self.kept is seen or self.kept is None or self.kept[0] < version:
                self.kept = (version, self.built(self.kept))
            return self.kept

    def built(self, kept) -> Derived:
        return self.build()

    def forget(self):
        self.kept = None


class Renewed(PerVersion[Derived]):
    """The same for what would be long to build: `build(since, previous)` reads only what changed after
    the version `since`, at first NEVER with None as the previous one, which other threads still use."""

    def built(self, kept):
        since, previous = kept or (NEVER, None)
        return self.build(since, previous)
