"""The worker of the queue: that of django-tasks-db, with a thread that writes its pulse."""

import logging
import os
import socket
import threading
import time
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from ..models import Pulse
from .care import (
    ask_for_sentences,
    clear_finished,
    clear_sign_ins,
    clear_typed,
    clear_unanswered,
    take_up_lost,
)
from .progress import Counter, current

logger = logging.getLogger(__name__)
BEAT, CARE, CLEARING, SENTENCES = 1, 10, 3600, 600  # seconds between two runs


class Companion(threading.Thread):
    """Stores the task's progress every second and maintains the queue, over its own connection."""

    def __init__(self):
        super().__init__(name="companion of the worker", daemon=True)
        self._ended = threading.Event()
        self._task: tuple[UUID, Counter] | None = None
        self._every = {
            take_up_lost: CARE,
            clear_finished: CLEARING,
            clear_sign_ins: CLEARING,
            clear_typed: CLEARING,
            clear_unanswered: CLEARING,
            ask_for_sentences: SENTENCES,
        }
        self._due = dict.fromkeys(self._every, 0.0)

    @contextmanager
    def beside(self, task: UUID, counter: Counter):
        self._task = task, counter
        try:
            yield
        finally:
            self._task = None

    def run(self):
        while not self._ended.wait(BEAT):
            try:
                self._beat()
                self._care()
            except (DatabaseError, InterfaceError):
                # Without pulses, another worker requeues the task once the database is back.
                logger.warning("The database does not answer the worker.")
            finally:
                connection.close()

    def end(self):
        self._ended.set()
        self.join()

    def _beat(self):
        if task := self._task:
            pk, counter = task
            values = {"at": timezone.now(), "done": counter.done, "total": counter.total}
            Pulse.objects.update_or_create(task=pk, defaults=values)

    def _care(self):
        for action, due in self._due.items():
            if time.monotonic() >= due:
                action()
                self._due[action] = time.monotonic() + self._every[action]


class CatalogueWorker(Worker):
    """Runs the tasks of all queues in turn; with `batch` it ends with the last one and has no companion."""

    def __init__(self, *, interval: float = 0.5, batch: bool = False):
        super().__init__(
            queue_names=["*"], interval=interval, batch=batch, backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False, max_tasks=None, excluded_queue_names=[],
            worker_id=f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}",
        )  # fmt: skip
        self._companion = None if batch else Companion()

    def run(self):
        if self._companion is None:
            super().run()
            return
        self._companion.start()
        try:
            self._run_patiently()
        finally:
            self._companion.end()

    def _run_patiently(self):
        """Runs on when the database is unavailable for a while."""
        while self.running:
            try:
                super().run()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The worker waits for the database: %s", error)
                connection.close()
                time.sleep(2)

    def run_task(self, db_task_result):
        if self._companion is None:
            super().run_task(db_task_result)
            return
        counter = Counter()
        token = current.set(counter)
        try:
            with self._companion.beside(db_task_result.pk, counter):
                super().run_task(db_task_result)
        finally:
            current.reset(token)
        Pulse.objects.filter(task=db_task_result.pk).delete()
