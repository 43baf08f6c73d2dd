"""The start of a web process: refused where a command was left out; then what requests need is prepared."""

import logging
import sys
import time
from contextlib import suppress
from threading import Thread

from django.db import DatabaseError, InterfaceError, connections

from activities.language import encoder
from activities.search import current_index, encode_themes
from unodc_catalogue.database.routing import public_reading

from . import watching
from .readiness import setup_faults

RETRY = 2  # seconds

logger = logging.getLogger(__name__)


def ensure_set_up() -> None:
    """Ends the process if the catalogue is not migrated, loaded and collected, with the commands that mend it.

    A database that does not answer is no such fault: pages of text are served meanwhile, and the others later.
    """
    try:
        faults = setup_faults()
    except (DatabaseError, InterfaceError):
        return
    finally:
        connections.close_all()
    if faults:
        sys.exit("\n".join(("The catalogue cannot start.", *faults)))


def prepare() -> None:
    """Watches the servers; builds the index and loads the encoder, for which the first visitor would wait.

    Each in a thread of its own.
    """
    watching.begin()
    Thread(target=_prepare, name="preparing", daemon=True).start()


def _prepare() -> None:
    while not _is_built():
        time.sleep(RETRY)
    encoder.load()
    with suppress(DatabaseError, InterfaceError), public_reading():  # gone: the first question encodes them
        encode_themes(current_index())
    connections.close_all()


def _is_built() -> bool:
    try:
        with public_reading():
            current_index()
    except (DatabaseError, InterfaceError):
        logger.warning("The index of the activities waits for the database.")
        return False
    finally:
        connections.close_all()
    return True
