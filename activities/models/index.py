"""What is derived from the entries: their search rows and the version of the catalogue."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.db.models import F, Prefetch

from .. import search
from .activity import Activity

Derived = TypeVar("Derived")


class SearchEntry(models.Model):
    """The stored vector of one activity; a table of its own keeps it inline and out of the history."""

    activity = models.OneToOneField(Activity, models.CASCADE, primary_key=True, related_name="search_entry")
    vector = SearchVectorField()
    names = ArrayField(models.TextField(), default=list)

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="search_entry_vector")]

    def __str__(self):
        return self.activity.ref


class CatalogueVersion(models.Model):
    """One row, raised in every transaction that changes published data; caches are valid for one number."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="catalogue_version_is_one_row"),
        ]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        return next(iter(cls.objects.filter(pk=1).values_list("number", flat=True)), 0)


class PerVersion(Generic[Derived]):
    """Something derived from the published entries; calling it gives the one of the catalogue as it is now.

    `build` is called once a version in each process.
    """

    def __init__(self, build: Callable[[], Derived]):
        self.build = build
        self.kept: tuple[int, Derived] | None = None

    def __call__(self) -> Derived:
        # Read before the rows: a change in between makes what is built newer than its number, never older.
        version = CatalogueVersion.current()
        kept = self.kept
        if kept is None or kept[0] != version:
            kept = self.kept = (version, self.build())
        return kept[1]

    def forget(self):
        self.kept = None


@transaction.atomic
def publish_changes(activities):
    """Refreshes the search rows of these activities and raises the version of the catalogue.

    Whatever changes published data ends in this one call, in its own transaction.
    """
    for activity in _with_names(activities):
        names = _names(activity)
        found_by = {"vector": search.vector(_texts(activity, names)), "names": names}
        SearchEntry.objects.update_or_create(activity=activity, defaults=found_by)
    CatalogueVersion.objects.update_or_create(
        pk=1, defaults={"number": F("number") + 1}, create_defaults={"number": 1}
    )


def _with_names(activities):
    return activities.prefetch_related(
        "texts", "regions", "themes__parent__parent", "programmes", "partners", "instruments", "publications", "citations__paragraph",
        Prefetch("country_roles", to_attr="places"), "places__country", "places__localities",
    )  # fmt: skip


def _texts(activity, names):
    """(weight, text) of everything that an entry may be found by."""
    texts = activity.texts.all()
    paragraphs = [f"paragraphe {paragraph.number}" for paragraph in activity.cited_paragraphs]
    yield from (("A", text.title) for text in texts)
    yield from (("B", name) for name in [activity.ref, *names, *paragraphs])
    yield from (("C", text.summary) for text in texts)


def _names(activity):
    """Every name, alias and acronym of what the entry points at, each once."""
    records = [place.country for place in activity.places]
    for relation in ("regions", "themes", "programmes", "partners", "instruments"):
        records += getattr(activity, relation).all()
    for theme in activity.themes.all():
        records += theme.ancestors()
    for place in activity.places:
        records += place.localities.all()
    names = [name for record in records for name in record.search_names() if name]
    return list(dict.fromkeys([*names, *(publication.title for publication in activity.publications.all())]))
