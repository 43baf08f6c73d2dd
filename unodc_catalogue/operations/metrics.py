"""Metrics in Prometheus' text format.

With PROMETHEUS_MULTIPROC_DIR, prometheus_client's own variable, the processes of a machine share their numbers
in the files of that directory, which is emptied before the server starts; without it each process has its own.
"""

import os
import re
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.signals import connection_created
from django.db.models import Count
from django_tasks_db.models import DBTaskResult
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from activities.models.index import State
from activities.search import current_index

CONTENT_TYPE = CONTENT_TYPE_LATEST
REFRESHED = 5  # seconds
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)

registry = CollectorRegistry()
REQUESTS = Counter("catalogue_requests", "Requests answered.", ("kind", "status"), registry=registry)
DURATIONS = Histogram(
    "catalogue_request_seconds",
    "From the arrival of a request to the end of its answer, waiting included.",
    ("kind",),
    buckets=SECONDS,
    registry=registry,
)
QUERIES = Histogram(
    "catalogue_database_seconds", "Waits for the database, a query each.", buckets=SECONDS, registry=registry
)
REFUSED_SIGN_INS = Counter(
    "catalogue_sign_ins_refused", "Sign-ins refused with 429: too many attempts.", registry=registry
)


def _of_process(name: str, documentation: str) -> Gauge:
    return Gauge(name, documentation, registry=registry, multiprocess_mode="liveall")


INDEX_VERSION = _of_process("catalogue_index_version", "Version of the catalogue that is served.")
INDEX_BUILT = _of_process("catalogue_index_built_seconds", "Unix time at which that version was read.")
INDEX_SIZE = _of_process("catalogue_index_activities", "Activities in the index.")
CACHED_BYTES = _of_process("catalogue_cached_bytes", "Memory of cached cards and layers.")
TASKS = Gauge(
    "catalogue_tasks",
    "Tasks in the queue, by status.",
    ("status",),
    multiprocess_mode="mostrecent",
    registry=registry,
)


def page() -> bytes:
    """Returns the metrics of this process, or of all that share a directory.

    While the database does not answer, those of the queue are the last ones known.
    """
    note_index()
    _note_tasks()
    if not settings.METRICS_DIR:
        return generate_latest(registry)
    _forget_ended(Path(settings.METRICS_DIR))
    shared = CollectorRegistry()
    multiprocess.MultiProcessCollector(shared)
    return generate_latest(shared)


def _forget_ended(directory: Path) -> None:
    """Removes the gauges of processes that have ended."""
    for path in directory.glob("gauge_live*_*.db"):
        pid = re.sub(r"\D", "", path.stem)
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            multiprocess.mark_process_dead(int(pid))


def note_index() -> None:
    """Notes the index of this process, once in REFRESHED seconds while it is the same; never builds it."""
    kept = current_index.kept
    if kept is None:
        return
    state, index = kept
    is_another = state != _noted.state
    if not is_another and time.monotonic() < _noted.until:
        return
    if is_another:
        INDEX_BUILT.set(time.time())
    INDEX_VERSION.set(state.number)
    INDEX_SIZE.set(len(index.all))
    CACHED_BYTES.set(index.cards.size + index.layers.size)
    _noted.state, _noted.until = state, time.monotonic() + REFRESHED


class _Noted:
    """The state noted last; two threads may note the same, which does no harm."""

    state: State | None = None
    until = 0.0


_noted = _Noted()


def _note_tasks() -> None:
    try:
        counts = DBTaskResult.objects.values_list("status").annotate(Count("pk"))
        for status in ("READY", "RUNNING", "FAILED", "SUCCESSFUL"):
            TASKS.labels(status).set(dict(counts).get(status, 0))
    except (DatabaseError, InterfaceError):
        return
    finally:
        connection.close()


def time_queries() -> None:
    """Measures every query of connections that are opened from now on."""
    connection_created.connect(_time_queries_of, dispatch_uid="metrics")


def _time_queries_of(connection, **_signal) -> None:
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute, sql, params, many, context):
    with QUERIES.time():
        return execute(sql, params, many, context)
