"""Makes a build of the stored sentences when there are too many to hold in the memory of each process."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django_tasks import task

from activities.models import CatalogueVersion, SentenceVectors

from ..snapshot import snapshot
from .building import build
from .codes import from_bytes
from .index import AT_ONCE, IN_MEMORY, present_build
from .matrix import Matrix
from .stored import DIGEST

RENEWED = IN_MEMORY // 4  # sentences written since a build, with which every process compares each query


def is_due() -> bool:
    """Returns True if the processes hold, or should hold, too many sentences in memory."""
    cells = present_build()
    if cells is None:
        return number_of_sentences() > IN_MEMORY
    return number_of_sentences(activity__search_row__version__gt=cells.state.number) > RENEWED


def number_of_sentences(**conditions) -> int:
    digests = SentenceVectors.objects.filter(**conditions).aggregate(total=Sum(Length("digests")))["total"]
    return (digests or 0) // DIGEST


@task(priority=-20)  # minutes, for a large catalogue
def build_sentences() -> None:
    """Builds from one state of the catalogue; it may run twice."""
    make_build()


def make_build() -> Path | None:
    """Writes a build and raises the version, so that every process opens it; returns None without sentences."""
    with snapshot():
        state, total = CatalogueVersion.state(), number_of_sentences()
        folder = build(settings.SENTENCE_INDEX_DIR, state, _batches, total) if total else None
    if folder:
        with transaction.atomic():
            CatalogueVersion.raised()
    return folder


def _batches() -> Iterator[Matrix]:
    rows = SentenceVectors.objects.order_by("pk").values_list("activity__report_order", "vectors")
    for _number, batch in groupby(enumerate(rows.iterator(AT_ONCE)), lambda pair: pair[0] // AT_ONCE):
        yield Matrix.of((slot, from_bytes(bytes(vectors))) for _place, (slot, vectors) in batch)
