"""Runs the commands of manage.py."""

import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError, ProgrammingError

from . import variables

NOT_MIGRATED = (
    "The tables of this database are missing, or of an earlier release: run ./catalogue run once, with the same"
    " --data if any (or manage.py migrate, then manage.py load_catalogue), and repeat the command."
)


def execute(argv):
    """Runs a command; explains in one line, without traceback, that the database has not been migrated."""
    variables.explaining = argv[1:2] == ["settings_help"]  # before Django imports the settings
    try:
        execute_from_command_line(argv)
    except ProgrammingError:
        if "--traceback" in argv or not _awaits_migrations():
            raise
        sys.exit(NOT_MIGRATED)


def _awaits_migrations():
    """Returns False as well where the database cannot answer, so that its own error is shown."""
    # Imported here: it reads variables, which settings_help explains before any is set.
    from .database.migrations import is_migrated

    try:
        return not is_migrated()
    except DatabaseError:
        return False
