"""Asks the primary and each replica several times a second for the catalogue's version, for all requests of the process.

Each server has a thread: one that does not answer delays neither requests nor the others.
"""

import logging
import time
from threading import Thread

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from activities.models import CatalogueVersion, PastVersion
from unodc_catalogue.database.base import cut
from unodc_catalogue.database.replicas import SILENT, servers

PAUSE = 0.25  # seconds

# When a server was asked that has not answered yet, by alias; each is set by its own thread.
_asking: dict[str, float] = {}

logger = logging.getLogger(__name__)


def begin() -> None:
    """Does nothing without replicas: every request then reads the version itself."""
    if not servers.replicas:
        return
    for alias in (servers.primary, *servers.replicas):
        Thread(target=_watch, args=[alias], name=f"watching {alias}", daemon=True).start()
    Thread(target=_cut_silent, name="cutting", daemon=True).start()


def _watch(alias: str) -> None:
    was_answering = True
    while True:
        is_answering = _ask(alias)
        if is_answering != was_answering:
            logger.warning(
                "The database %s %s.", alias, "answers again" if is_answering else "does not answer"
            )
        was_answering = is_answering
        time.sleep(PAUSE)


def _cut_silent() -> None:
    """Lets public requests that wait for a silent server go on with another; those of the admin wait for the primary."""
    while True:
        since = time.monotonic() - SILENT
        for alias in [alias for alias, asked in list(_asking.items()) if asked < since]:
            if alias != DEFAULT_DB_ALIAS:
                cut(alias)
        time.sleep(PAUSE)


def _ask(alias: str) -> bool:
    asked, newest = time.monotonic(), servers.newest
    _asking[alias] = asked
    try:
        state = CatalogueVersion.state_of(alias)
        follows = newest if newest and state != newest and PastVersion.has(newest, alias) else None
    except (DatabaseError, InterfaceError):
        servers.failed(alias, asked)
        connections[alias].close()
        return False
    except Exception:  # whatever it is: a thread that ended would leave the server as it was seen last
        logger.exception("The database %s could not be asked for its version.", alias)
        servers.failed(alias, asked)
        return False
    finally:
        del _asking[alias]
    servers.noted(alias, state, asked, follows)
    return True
