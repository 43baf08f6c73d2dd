"""Data derived from the activities: their search rows, their words, and the version of the catalogue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from time import monotonic
from typing import ClassVar, Generic, TypeVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction

from activities.language.words import LONGEST
from unodc_catalogue.database.replicas import State, servers
from unodc_catalogue.database.routing import read_from, reading_alias

from .activity import Activity
from .restoring import ensure_whole

NEVER = -1  # a version before the first

Derived = TypeVar("Derived")


class SearchRow(models.Model):
    """The search row of an activity; a table of its own keeps the vector inline and out of the history.

    An activity that is no longer published has an empty row, whose version makes every index drop it.
    """

    activity = models.OneToOneField(Activity, models.CASCADE, primary_key=True, related_name="search_row")
    # The report_order of the activity.
    slot = models.BigIntegerField(unique=True)
    vector = SearchVectorField()
    names = ArrayField(models.TextField(), default=list)
    version = models.PositiveBigIntegerField(
        db_index=True, help_text="of the catalogue, when this was written"
    )

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="search_row_vector")]

    def __str__(self):
        return self.activity.ref


class SentenceVectors(models.Model):
    """The vectors of the titles and sentences of a published activity, in both languages.

    One row for each activity, not for each sentence: they are read, replaced and deleted together. Out of the
    search row, so that 3 KB of numbers are not written with each of its versions.
    """

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="sentence_vectors"
    )
    digests = models.BinaryField(help_text="8 bytes for each sentence: of its text and of the encoder.")
    vectors = models.BinaryField(help_text="512 numbers of 8 bits for each sentence.")

    def __str__(self):
        return self.activity.ref


class Word(models.Model):
    """A word of the published activities, by its folded form."""

    folded = models.CharField(max_length=LONGEST, primary_key=True, db_collation="C")
    spelling = models.CharField(max_length=LONGEST)
    count = models.PositiveIntegerField(help_text="Number of activities that contain it.")
    version = models.PositiveBigIntegerField(db_index=True, help_text="of the catalogue, when it was new")

    def __str__(self):
        return self.spelling


# What the response in progress has read of the version: a list of one State, empty before the first reading.
_reading: ContextVar[list[State] | None] = ContextVar("reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Lets everything inside use the version that was read first: ETag, index and body of one response."""
    token = _reading.set([])
    try:
        yield
    finally:
        _reading.reset(token)


class CatalogueVersion(models.Model):
    """A single row, raised in every transaction that changes published data; caches are valid for one state.

    Each version has a random mark, so that a restored database, of an earlier version or from another
    server, is not taken for the continuation of what a process has read.
    """

    number = models.PositiveBigIntegerField(default=0)
    mark = models.UUIDField(default=uuid4)
    reference = models.PositiveBigIntegerField(
        default=0, help_text="The version in which a table of reference changed last."
    )

    # The last state read from each server when its database was complete; set by any thread.
    seen_whole: ClassVar[dict[str, State]] = {}

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
    def of_response(cls) -> State:
        """Returns the state that the response in progress is of; outside of `one_reading`, the present one."""
        reading = _reading.get()
        if reading is None:
            return cls.state()
        if not reading:
            reading.append(cls.state())
        return reading[0]

    @classmethod
    def state(cls) -> State:
        """Reads the present state. Raises NotWholeError while the database is being restored.

        Turns the thread from a replica that is behind to the primary.
        """
        alias, asked = reading_alias(), monotonic()
        state = cls.state_of(alias)
        if not servers.accepts(alias, state, asked):
            read_from(servers.primary)
            return cls.state()
        if state != cls.seen_whole.get(alias):
            ensure_whole()
            cls.seen_whole[alias] = state
        return state

    @classmethod
    def state_of(cls, alias: str) -> State:
        found = cls.objects.using(alias).filter(pk=1).values_list("number", "mark")
        return State(*next(iter(found), (0, None)))

    @classmethod
    @transaction.atomic
    def raised(cls) -> int:
        """Raises the version and returns its number.

        The lock lasts until the transaction ends: rows that bear a number are visible to all before the next
        number is given.
        """
        version, _created = cls.objects.select_for_update().get_or_create(pk=1)
        PastVersion.note(version)
        version.number, version.mark = version.number + 1, uuid4()
        version.save()
        return version.number


class PastVersion(models.Model):
    """The mark of a version that others followed in this very database; the last KEPT are stored."""

    KEPT = 10_000

    number = models.PositiveBigIntegerField(primary_key=True)
    mark = models.UUIDField()

    def __str__(self):
        return str(self.number)

    @classmethod
    def note(cls, version):
        forgotten = models.Q(number__lte=version.number - cls.KEPT)
        given_up = models.Q(number__gte=version.number)  # from before the number was set back
        cls.objects.filter(forgotten | given_up).delete()
        cls.objects.create(number=version.number, mark=version.mark)

    @classmethod
    def has(cls, state: State, alias: str | None = None) -> bool:
        """Returns True if the present catalogue came from that state, change by change."""
        return cls.objects.using(alias).filter(number=state.number, mark=state.mark).exists()


class PerVersion(Generic[Derived]):
    """A value derived from the published activities; calling it returns that of the present catalogue.

    Within `one_reading` it is that of the version read first, or of a later one that another thread has read
    meanwhile; never an older one, so that an ETag is never newer than what it stands for. `build` is called
    once per version in each process: other threads wait for the one that builds.
    """

    def __init__(self, build: Callable[..., Derived]):
        self.build = build
        self.kept: tuple[State, Derived] | None = None
        self.building = Lock()

    def __call__(self) -> Derived:
        # Before the state: what another thread caches meanwhile may be newer than the state, not outdated.
        seen = None if _reading.get() else self.kept
        # Read before the rows: a change in between makes the value newer than its state, never older.
        state = CatalogueVersion.of_response()
        kept = seen or self.kept
        if kept is None or kept[0] != state:
            kept = self._renewed(seen, state)
        return kept[1]

    def _renewed(self, seen, state):
        with self.building:
            if self.kept is not seen:
                # Another thread may have built since. States have no order: the database has the present one.
                state = CatalogueVersion.state()
            if self.kept is None or self.kept[0] != state:
                self.kept = (state, self.built(self.kept))
            return self.kept

    def built(self, kept) -> Derived:
        return self.build()

    def forget(self):
        self.kept = None


class Renewed(PerVersion[Derived]):
    """A PerVersion that takes long to build: `build(since, previous)` reads only the changes after `since`.

    `previous` is still used by other threads. At first, and after the database was restored, `since` is NEVER
    and `previous` None: rows do not show by their version what came of another history.
    """

    def built(self, kept) -> Derived:
        if kept is None or not PastVersion.has(kept[0]):
            return self.build(NEVER, None)
        (since, _mark), previous = kept
        return self.build(since, previous)
