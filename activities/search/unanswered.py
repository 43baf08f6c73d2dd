"""Counts the searches that found nothing, for those who maintain the synonyms, and never who typed them.

A visitor is the keyed hash of an IP address. The key is random and lives in the memory of one process; key and hashes are
thrown away at the end of the day. A text is stored once three visitors have typed it on one day.
"""

import logging
import re
import secrets
from collections import Counter
from datetime import date
from hashlib import blake2b
from threading import Lock, Thread

from cachetools import LRUCache
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from activities.language.words import fold
from activities.models import UnansweredSearch
from activities.models.unanswered import LONGEST

NEEDED = 3  # visitors before a text is stored
TEXTS = 2_000  # counted at a time; those that were typed least recently are forgotten
VISITORS = 100  # of one text and day in one process: more say nothing new
PERIOD = 60  # seconds between two writings at least
# What may name a person or a file: an e-mail address, and six digits or more in all.
PERSONAL = re.compile(r"@|(?:\d\D*){6}")

logger = logging.getLogger(__name__)


class UnansweredCounter:
    """The visitors of each text today, shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._begin(timezone.localdate())
        self._unwritten: Counter[tuple[date, str]] = Counter()
        self._written = float("-inf")

    def _begin(self, day: date) -> None:
        self._day, self._key = day, secrets.token_bytes(32)
        self._visitors: LRUCache[str, set[bytes]] = LRUCache(TEXTS)

    def add(self, text: str, address: str) -> None:
        """Counts a visitor for a text, unless the text is too long or might name somebody."""
        text = " ".join(fold(text).split())
        if not text or len(text) > LONGEST or PERSONAL.search(text):
            return
        today = timezone.localdate()
        with self._lock:
            if today != self._day:
                self._begin(today)
            visitors = self._visitors.setdefault(text, set())
            visitor = blake2b(address.encode(), key=self._key, digest_size=8).digest()
            if visitor in visitors or len(visitors) >= VISITORS:
                return
            visitors.add(visitor)
            if len(visitors) >= NEEDED:
                self._unwritten[today, text] += NEEDED if len(visitors) == NEEDED else 1

    def write_if_due(self, now: float) -> Thread | None:
        """Starts a thread that stores what is unwritten, at most once in PERIOD; `now` is in seconds.

        In a thread, so that no visitor waits for it.
        """
        with self._lock:
            if not self._unwritten or now - self._written < PERIOD:
                return None
            self._written = now
        thread = Thread(target=self._write_apart, name="searches without an answer", daemon=True)
        thread.start()
        return thread

    def _write_apart(self) -> None:
        try:
            self.write()
        except (DatabaseError, InterfaceError) as error:
            # These counts are lost: they are worth neither a retry nor an error page.
            logger.warning("Searches without an answer were not stored: %s", error)
        finally:
            connection.close()

    def write(self) -> None:
        """Stores what is unwritten."""
        with self._lock:
            counts, self._unwritten = self._unwritten, Counter()
        for (day, text), visitors in counts.items():
            UnansweredSearch.objects.add(text, day, visitors)


counter = UnansweredCounter()
