"""Compares the migrations of the code with those of the database."""

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from activities.once import once

from .routing import reading_connection


@once
def _migrations() -> frozenset[tuple[str, str]]:
    """Returns the migrations that the code has, without those that others have replaced."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations) - {
        old for migration in loader.disk_migrations.values() for old in migration.replaces
    }


def is_migrated() -> bool:
    """Returns True if the database has every migration of the code, and perhaps more.

    One ahead of the code is in the middle of an upgrade or of its rollback, and may serve the old code as well.
    Raises DatabaseError or InterfaceError if the database does not answer.
    """
    return _migrations() <= set(MigrationRecorder(reading_connection()).applied_migrations())
