"""Asks the primary and each replica several times a second for the catalogue's version, for all requests of the process.

Each server has a thread: one that does not answer delays neither requests nor the others.
"""

import logging
import time
from threading import Thread

from django.db import DatabaseError, InterfaceError, connections

from activities.models import CatalogueVersion, PastVersion
from unodc_catalogue.database.replicas import servers

PAUSE = 0.25  # seconds

logger = logging.getLogger(__name__)


def begin() -> None:
    """Does nothing without replicas: every request then reads the version itself."""
    if not servers.replicas:
        return
    for alias in (servers.primary, *servers.replicas):
        Thread(target=_watch, args=[alias], name=f"watching {alias}", daemon=True).start()


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


def _ask(alias: str) -> bool:
    asked, newest = time.monotonic(), servers.newest
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
    servers.noted(alias, state, asked, follows)
    return True
