"""Several queries that see one state of the database."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot():
    """Hides from the queries of the block what others commit meanwhile. Inside a transaction it does nothing."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
