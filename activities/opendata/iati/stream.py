"""An IATI file of any number of activities, streamed: one batch is in memory at a time."""

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone
from lxml import etree
from pyroaring import BitMap

from activities.language.characters import printable
from activities.models import Activity, ActivityCountry
from activities.models.vocabulary import Scope
from activities.search import UNDATED, whole

from .activity import record
from .places import RECIPIENTS

VERSION = "2.03"
BATCH = 100  # activities fetched at a time
CHUNK = 64 * 2**10  # bytes sent at a time

Absolute = Callable[..., str]


class IncompleteError(Exception):
    """An activity counted in the header is gone: the file breaks off rather than look complete without it."""


class Split(NamedTuple):
    """The slots that IATI can represent, and the others by what they lack and IATI requires."""

    carried: BitMap
    undated: BitMap
    placeless: BitMap


def split(index, slots: BitMap) -> Split:
    undated = slots & index.having("year", [UNDATED])
    placeless = _placeless(slots - undated)
    return Split(slots - undated - placeless, undated, placeless)


def _placeless(slots: BitMap) -> BitMap:
    """Returns those of these slots that have no recipient country or region, nor the world for one."""
    roles = ActivityCountry.objects.filter(activity=OuterRef("pk"), role__in=RECIPIENTS)
    regions = Activity.regions.through.objects.filter(activity=OuterRef("pk"))
    rows = Activity.objects.published().exclude(scope=Scope.GLOBAL).exclude(Exists(roles) | Exists(regions))
    if len(slots) <= BATCH:
        rows = rows.at(slots)
    return slots & BitMap(rows.values_list("report_order", flat=True))


def document(index, slots: BitMap, absolute: Absolute, stated: dict[str, str]) -> Iterator[bytes]:
    """Yields the file in parts; the comments at its start and end state the number of records.

    `stated` is {name: value} of its other comments.
    """
    carried, undated, placeless = split(index, slots)
    now, pipe = timezone.now(), Pipe()
    counts = f"{len(carried)} of {len(slots)} activities"
    with etree.xmlfile(pipe, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("iati-activities", {"version": VERSION, "generated-datetime": now.isoformat()}):
            for name, value in {"count": counts, **stated}.items():
                file.write(_comment(f"{name}: {value}"))
            for part in chain(
                _records(carried, index, absolute, timezone.localdate(now)),
                _reasons(undated, "the source states no date, which IATI requires"),
                _reasons(
                    placeless, "the source names no country or region that receives it, which IATI requires"
                ),
            ):
                file.write(part)
                file.flush()
                if pipe.size >= CHUNK:
                    yield pipe.taken()
            file.write(_comment(f"complete: {counts}"))
    yield pipe.taken()


def _records(slots, index, absolute, today):
    for activity in _read(slots, lambda found: whole(found, index)):
        yield record(activity, absolute, today)


def _reasons(slots, reason):
    for activity in _read(slots, lambda found: list(found.only("ref", "report_order"))):
        yield _comment(f"not carried: {activity.ref}: {reason}")


class Pipe:
    """A buffer that lxml writes to and `taken` empties."""

    def __init__(self):
        self.waiting, self.size = [], 0

    def write(self, data):
        self.waiting.append(data)
        self.size += len(data)

    def taken(self) -> bytes:
        waiting, self.waiting, self.size = self.waiting, [], 0
        return b"".join(waiting)


def _read(slots, read):
    """Yields the activities of the slots, in report order. Raises IncompleteError if one is gone.

    `read` returns those of a queryset as a list.
    """
    remaining = iter(slots)
    while batch := list(islice(remaining, BATCH)):
        found = read(Activity.objects.published().at(batch).in_report_order())
        if len(found) != len(batch):
            raise IncompleteError
        yield from found


def _comment(text):
    """Returns an XML comment, in which two hyphens in a row are not allowed."""
    comment = etree.Comment(f" {re.sub('-(?=-)', '- ', printable(text))} ")
    comment.tail = "\n"
    return comment
