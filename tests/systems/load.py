"""Readers who ask without a pause, and what became of each of their requests."""

import http.client
import itertools
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Lock
from typing import NamedTuple


class Asked(NamedTuple):
    """A request; `status` is None where the answer broke off."""

    path: str
    start: float
    end: float
    status: int | None
    answer: object

    @property
    def seconds(self):
        return self.end - self.start


def ask(server, path, **headers):
    start = time.monotonic()
    try:
        answer = server.get(path, **headers)
    except (OSError, http.client.HTTPException):
        return Asked(path, start, time.monotonic(), None, None)
    return Asked(path, start, time.monotonic(), answer.status, answer)


def at_once(server, paths, count):
    """Asks `count` times at the same moment, for these paths in turn."""
    chosen = list(itertools.islice(itertools.cycle(paths), count))
    with ThreadPoolExecutor(count) as readers:
        return list(readers.map(lambda path: ask(server, path), chosen))


class Load:
    """`readers` threads that ask for the paths in turn while the block lasts."""

    def __init__(self, server, paths, readers=8):
        self.server, self.paths, self.readers = server, paths, readers
        self.done, self.lock, self.over = [], Lock(), Event()

    @contextmanager
    def running(self):
        with ThreadPoolExecutor(self.readers) as threads:
            tasks = [threads.submit(self._read, number) for number in range(self.readers)]
            try:
                yield self
            finally:
                self.over.set()
        for task in tasks:
            task.result()

    def _read(self, number):
        paths = itertools.cycle(self.paths[number:] + self.paths[:number])
        while not self.over.is_set():
            asked = ask(self.server, next(paths))
            with self.lock:
                self.done.append(asked)

    def between(self, start, end=float("inf")):
        """The requests that began and ended in between."""
        with self.lock:
            return [asked for asked in self.done if start <= asked.start and asked.end <= end]

    def in_flight(self, moment):
        with self.lock:
            return [asked for asked in self.done if asked.start <= moment <= asked.end]


def report(phase, asked):
    """Prints how the requests of a phase ended."""
    statuses = Counter(str(one.status or "broken off") for one in asked)
    slowest = max((one.seconds for one in asked), default=0)
    print(f"{phase:42} {len(asked):5} requests  {dict(statuses)}  slowest {slowest:.2f} s")
