"""Routes reads of public pages to the server chosen for the request, and everything else to the primary."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections

from .replicas import servers

# The server that the present thread reads from.
_alias: ContextVar[str] = ContextVar("alias", default=DEFAULT_DB_ALIAS)


class Router:
    """Django's router of this project. An object's own database counts for nothing: the index shares objects."""

    def db_for_read(self, model, **hints) -> str:
        return _alias.get()

    def db_for_write(self, model, **hints) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *objects, **hints) -> bool:
        return True

    def allow_migrate(self, db, app_label, **hints) -> bool:
        return db == DEFAULT_DB_ALIAS


def reading_alias() -> str:
    return _alias.get()


def reading_connection():
    return connections[_alias.get()]


def read_from(alias: str) -> None:
    """Makes the present thread read from this server until the next call."""
    _alias.set(alias)


@contextmanager
def public_reading() -> Iterator[None]:
    """Reads inside the block as public pages do; for whatever is no request."""
    token = _alias.set(servers.choose())
    try:
        yield
    finally:
        _alias.reset(token)


def may_read_elsewhere() -> bool:
    """Notes that the present server has failed; True if public pages are now read from another one."""
    alias = _alias.get()
    servers.failed(alias)
    return servers.choose() != alias
