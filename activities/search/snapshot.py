"""Runs several queries on one state of the database."""

from contextlib import contextmanager

from django.db import transaction

from unodc_catalogue.database.routing import reading_connection


@contextmanager
def snapshot():
    """Hides concurrent commits from the queries of the block; has no effect inside a transaction."""
    connection = reading_connection()
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
