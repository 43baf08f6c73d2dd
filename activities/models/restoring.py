"""Detects a database that is being restored from a dump.

It shows a part of its rows, from which nothing may be derived.
"""

from django.apps import apps
from django.db import OperationalError

from unodc_catalogue.database.routing import reading_connection

KEYS = """
    SELECT count(*) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""


class NotWholeError(OperationalError):
    """Raised while a dump is being restored, or if migrations have not run."""


def ensure_whole():
    """Raises NotWholeError while foreign keys are missing, which pg_restore creates after all rows."""
    with reading_connection().cursor() as cursor:
        cursor.execute(KEYS)
        (present,) = cursor.fetchone()
    if present < (expected := _foreign_keys()):
        raise NotWholeError(
            f"{present} of {expected} foreign keys: a dump is being restored, or migrate has not run"
        )


def _foreign_keys() -> int:
    models = apps.get_models(include_auto_created=True)
    fields = (field for model in models if model._meta.managed for field in model._meta.local_fields)
    return sum(1 for field in fields if field.remote_field and getattr(field, "db_constraint", False))
