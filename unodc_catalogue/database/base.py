"""Django's PostgreSQL backend with an error of its own for a failed connection, and a circuit breaker for each server.

Each thread reuses its connection (CONN_MAX_AGE), and Django checks it before its first use in a request.
"""

import os
import socket
from contextlib import suppress
from threading import Lock
from time import monotonic
from weakref import WeakSet

import psycopg
from django.db.backends.postgresql import base

SLOW = 0.5  # seconds: a refusal takes milliseconds, an unresponsive host takes connect_timeout
PAUSE = 1.0  # seconds


class UnreachableError(psycopg.OperationalError):
    """No connection could be made; one lost in use raises psycopg's own errors instead."""


class Breaker:
    """Refuses attempts for PAUSE seconds after one that was slow to fail.

    Requests queued behind such an attempt would each wait as long for the same result. Shared by the threads
    of a process without a lock: its only state is one number, replaced atomically.
    """

    def __init__(self) -> None:
        self.closed_until = 0.0

    def connect(self, attempt):
        """Returns what `attempt` returns. Raises UnreachableError if it fails or attempts are refused."""
        started = monotonic()
        if started < self.closed_until:
            raise UnreachableError("the last attempt to connect has just failed")
        try:
            return attempt()
        except psycopg.OperationalError as error:
            if monotonic() - started > SLOW:
                self.closed_until = monotonic() + PAUSE
            raise UnreachableError(str(error)) from error


# By alias.
breakers: dict[str, Breaker] = {}
opened: dict[str, WeakSet[psycopg.Connection]] = {}
opening = Lock()  # guards the sets of connections, each of which is a thread's own


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        breaker = breakers.setdefault(self.alias, Breaker())
        found = breaker.connect(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))
        with opening:
            opened.setdefault(self.alias, WeakSet()).add(found)
        return found


def cut(alias: str) -> None:
    """Ends the connections of all threads to a server that is silent: whoever waits for it meets an error at once.

    A frozen server accepts whatever is sent, so that neither keepalives nor a timeout of its own would end the wait.
    """
    with opening:
        connections = list(opened.get(alias, ()))
    for connection in connections:
        with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as shared:
            shared.shutdown(socket.SHUT_RDWR)
