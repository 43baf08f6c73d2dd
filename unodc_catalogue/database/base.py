"""Django's PostgreSQL backend, which names a connection that cannot be made, and does not wait for it twice.

Each thread keeps its connection (CONN_MAX_AGE), and Django checks it before its first use in a request.
"""

from time import monotonic

import psycopg
from django.db.backends.postgresql import base

SLOW = 0.5  # seconds: a refusal takes milliseconds, a host that does not answer takes connect_timeout
PAUSE = 1.0  # seconds


class UnreachableError(psycopg.OperationalError):
    """No connection could be made; one that was lost meanwhile raises psycopg's own errors."""


class Breaker:
    """Refuses attempts for a moment after one that was slow to fail.

    Requests that queue behind such an attempt would each wait as long for the same answer. Shared by the
    threads of a process: it holds one number, which is replaced as a whole.
    """

    def __init__(self) -> None:
        self.closed_until = 0.0

    def connect(self, attempt):
        """Returns what `attempt` returns. Raises UnreachableError where it fails, or may not be made now."""
        started = monotonic()
        if started < self.closed_until:
            raise UnreachableError("the last attempt to connect has just failed")
        try:
            return attempt()
        except psycopg.OperationalError as error:
            if monotonic() - started > SLOW:
                self.closed_until = monotonic() + PAUSE
            raise UnreachableError(str(error)) from error


breaker = Breaker()


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        return breaker.connect(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))
