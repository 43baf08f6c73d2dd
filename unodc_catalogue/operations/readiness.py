"""Checks that a process can answer: database reachable, migrated and loaded, static files collected, index built."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections

from activities.models import CatalogueVersion, Report
from activities.search import current_index
from unodc_catalogue.database.migrations import is_migrated
from unodc_catalogue.database.replicas import servers
from unodc_catalogue.database.routing import public_reading

from .grants import unreadable_tables

AGE = 1.0  # seconds for which a result is repeated: probes of any number ask the database once a second

UNREACHABLE = "The database does not answer."
UNMIGRATED = "The database is not migrated: run manage.py migrate."
UNLOADED = "The catalogue is not loaded: run manage.py load_catalogue."
UNCOLLECTED = "The static files are not collected: run manage.py collectstatic."
UNBUILT = "The index of the activities is not built yet."
UNGRANTED = "The role of READER_URL or REPLICA_URLS may not read every public table: run manage.py grant_reading ROLE."
NO_PRIMARY = (
    "The primary database does not answer: public pages are read from a replica, the admin is unavailable."
)


def setup_faults() -> list[str]:
    """Returns what an operator has left out, each with the command that mends it.

    Raises DatabaseError or InterfaceError if the database that public pages are read from does not answer.
    """
    faults = [] if _is_collected() else [UNCOLLECTED]
    with public_reading():
        if unreadable_tables():
            return [*faults, UNGRANTED]
        if not is_migrated():
            return [*faults, UNMIGRATED]
        if not _is_loaded():
            faults.append(UNLOADED)
    return faults


def _is_collected() -> bool:
    return settings.DEBUG or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()


def _is_loaded() -> bool:
    return CatalogueVersion.objects.filter(pk=1).exists() and Report.objects.published().exists()


def faults() -> list[str]:
    """Returns why this process cannot answer public requests at the moment; empty if it can."""
    try:
        found = setup_faults()
    except (DatabaseError, InterfaceError):
        return [UNREACHABLE]
    finally:
        connections.close_all()
    return found or ([] if current_index.kept else [UNBUILT])


def warnings() -> list[str]:
    """Returns what an operator must know of a process that answers."""
    return [NO_PRIMARY] if servers.replicas and servers.is_primary_away() else []


class Recent:
    """A result that is computed at most once in AGE seconds, by one thread; the others wait for it."""

    def __init__(self, compute: Callable[[], list[str]]):
        self.compute = compute
        self.lock = Lock()
        self.until = 0.0
        self.result: list[str] = []

    def __call__(self) -> list[str]:
        with self.lock:
            if monotonic() >= self.until:
                self.result = self.compute()
                self.until = monotonic() + AGE
            return self.result


recent_faults = Recent(faults)
