"""What is derived from the entries: their search rows, their words, and the version of the catalogue."""

from collections.abc import Callable
from threading import Lock
from typing import ClassVar, Generic, NamedTuple, TypeVar
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction

from activities.language.words import LONGEST

from .activity import Activity
from .restoring import ensure_whole

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

    folded = models.CharField(max_length=LONGEST, primary_key=True, db_collation="C")
    spelling = models.CharField(max_length=LONGEST)
    count = models.PositiveIntegerField(help_text="Number of entries that contain it.")
    version = models.PositiveBigIntegerField(db_index=True, help_text="of the catalogue, when it was new")

    def __str__(self):
        return self.spelling


class State(NamedTuple):
    """A version of the catalogue and its mark: the same number may belong to another history."""

    number: int
    mark: UUID | None  # None before the first version


class CatalogueVersion(models.Model):
    """One row, raised in every transaction that changes published data; caches are valid for one state.

    Each version has a random mark, so that a database that was restored, to an earlier version or from
    another server, is not taken for the continuation of what a process has read.
    """

    number = models.PositiveBigIntegerField(default=0)
    mark = models.UUIDField(default=uuid4)
    reference = models.PositiveBigIntegerField(
        default=0, help_text="The version in which a table of reference changed last."
    )

    # The last state that was read from a whole database; replaced as a whole, by any thread.
    seen_whole: ClassVar[State | None] = None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="catalogue_version_is_one_row"),
        ]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.state().number

    @classmethod
    def state(cls) -> State:
        """The present state. Raises NotWholeError while it is being restored."""
        found = next(iter(cls.objects.filter(pk=1).values_list("number", "mark")), (0, None))
        state = State(*found)
        if state != cls.seen_whole:
            ensure_whole()
            CatalogueVersion.seen_whole = state
        return state

    @classmethod
    @transaction.atomic
    def raised(cls) -> int:
        """The next number. Until the transaction ends, no other one gets past here: what bears
        a number is there for all to see before the next number is given."""
        version, _created = cls.objects.select_for_update().get_or_create(pk=1)
        PastVersion.note(version)
        version.number, version.mark = version.number + 1, uuid4()
        version.save()
        return version.number


class PastVersion(models.Model):
    """The mark of a version that was followed by others in this very database; of the last KEPT ones."""

    KEPT = 10_000

    number = models.PositiveBigIntegerField(primary_key=True)
    mark = models.UUIDField()

    def __str__(self):
        return str(self.number)

    @classmethod
    def note(cls, version):
        forgotten = models.Q(number__lte=version.number - cls.KEPT)
        given_up = models.Q(number__gte=version.number)  # by whoever set the number back
        cls.objects.filter(forgotten | given_up).delete()
        cls.objects.create(number=version.number, mark=version.mark)

    @classmethod
    def has(cls, state: State) -> bool:
        """True if the catalogue as it is now came from that state, change by change."""
        return cls.objects.filter(number=state.number, mark=state.mark).exists()


class PerVersion(Generic[Derived]):
    """Something derived from the published entries; calling it gives the one of the catalogue as it is now.

    `build` is called once a version in each process: its threads wait for the one that builds.
    """

    def __init__(self, build: Callable[..., Derived]):
        self.build = build
        self.kept: tuple[State, Derived] | None = None
        self.building = Lock()

    def __call__(self) -> Derived:
        # Before the state: what another thread keeps meanwhile may be newer than the state, not out of date.
        kept = self.kept
        # Read before the rows: a change in between makes what is built newer than its state, never older.
        state = CatalogueVersion.state()
        if kept is None or kept[0] != state:
            kept = self._renewed(kept, state)
        return kept[1]

    def _renewed(self, seen, state):
        with self.building:
            if self.kept is not seen:
                # Another thread has built meanwhile. States have no order: only the database knows the present one.
                state = CatalogueVersion.state()
            if self.kept is None or self.kept[0] != state:
                self.kept = (state, self.built(self.kept))
            return self.kept

    def built(self, kept) -> Derived:
        return self.build()

    def forget(self):
        self.kept = None


class Renewed(PerVersion[Derived]):
    """The same for what would be long to build: `build(since, previous)` reads only what changed after
    the version `since`, at first NEVER with None as the previous one, which other threads still use.

    So it is at first, and where the database was restored: what came of another history is in no row's version.
    """

    def built(self, kept) -> Derived:
        if kept is None or not PastVersion.has(kept[0]):
            return self.build(NEVER, None)
        (since, _mark), previous = kept
        return self.build(since, previous)
