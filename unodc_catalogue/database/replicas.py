"""Chooses the server that a public page is read from: a replica that is not behind, else the primary.

Threads of their own ask each server several times a second for its state (operations/watching.py); a request that
meets a failure notes it at once. A replica never goes back, so that one seen at a state has that state or a later
one for every request that follows.
"""

from itertools import count
from threading import Lock
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from .connection import READ_FROM_PRIMARY, READ_FROM_REPLICAS

FRESH = 1.0  # seconds for which the state of a server counts
SILENT = 2.0  # seconds after which a primary that has not answered is taken for dead


class State(NamedTuple):
    """A version of the catalogue and its mark: the same number may belong to another history."""

    number: int
    mark: UUID | None  # None before the first version


class Seen(NamedTuple):
    """The last answer of a server; `asked` is when it was asked, `state` None if it failed."""

    asked: float
    state: State | None


class Servers:
    """The primary and its replicas, as the threads of this process see them."""

    def __init__(self, primary: str, replicas: tuple[str, ...]) -> None:
        self.primary, self.replicas = primary, replicas
        self.newest: State | None = None  # that this process knows
        self._seen: dict[str, Seen] = {}
        self._noting = Lock()
        self._turn = count()

    def choose(self) -> str:
        """Returns the alias to read from; that of the primary if no replica is known to be up to date."""
        if not self.replicas:
            return self.primary
        now = monotonic()
        if self.is_primary_away():
            usable = self._up_to_date(now - FRESH) or self._up_to_date(0)
        elif self._was_asked(self.primary) >= now - FRESH:
            usable = self._up_to_date(now - FRESH)
        else:
            usable = []
        return usable[next(self._turn) % len(usable)] if usable else self.primary

    def is_primary_away(self) -> bool:
        """True if the primary failed when it was asked last, or has been silent."""
        seen = self._seen.get(self.primary)
        return seen is not None and (seen.state is None or monotonic() - seen.asked > SILENT)

    def accepts(self, alias: str, state: State, asked: float) -> bool:
        """Notes the state that a request has read; False if it is that of a replica that must not be used."""
        if not self.replicas:
            return True
        if alias not in self.replicas:
            self.noted(alias, state, asked)
            return True
        newest = self.newest
        # While the primary answers, its state alone decides: after a restore a higher number may be the older.
        return state == newest or (
            self.is_primary_away() and (newest is None or state.number >= newest.number)
        )

    def noted(self, alias: str, state: State, asked: float, follows: State | None = None) -> None:
        """Notes a state as read; `follows` is an earlier one from which it came, change by change."""
        server = self._server(alias)
        with self._noting:
            is_last = asked >= self._was_asked(
                server
            )  # it has not failed since, nor answered a later question
            if is_last:
                self._seen[server] = Seen(asked, state)
            if server == self.primary:
                if is_last or self.newest is None or state.number > self.newest.number:
                    self.newest = state
            elif is_last and self.is_primary_away() and self.newest in (None, follows):
                self.newest = state  # what the primary had committed before it went

    def failed(self, alias: str, asked: float | None = None) -> None:
        """Leaves a server out until it answers a question asked later."""
        server = self._server(alias)
        with self._noting:
            asked = monotonic() if asked is None else asked
            if asked >= self._was_asked(server):
                self._seen[server] = Seen(asked, None)

    def _server(self, alias: str) -> str:
        """Returns the alias by which a server is known here: the primary has two of them with READER_URL."""
        return alias if alias in self.replicas else self.primary

    def _was_asked(self, server: str) -> float:
        return self._seen[server].asked if server in self._seen else 0.0

    def _up_to_date(self, since: float) -> list[str]:
        """Returns the replicas that had the newest state when they were asked, at `since` or later."""
        return [
            alias
            for alias in self.replicas
            if (seen := self._seen.get(alias)) and seen.state and seen.asked >= since
            if seen.state == self.newest
        ]


servers = Servers(READ_FROM_PRIMARY, READ_FROM_REPLICAS)
