"""The progress of a task: reported by the task, stored by its worker, read by pages."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ..models import Pulse

LATE = timedelta(seconds=30)  # before a task that no worker has started counts as late


@dataclass
class Counter:
    """Written by the task's thread, read by the companion; each number is assigned atomically."""

    done: int = 0
    total: int = 0


current: ContextVar[Counter | None] = ContextVar("current", default=None)


def report(done: int, total: int):
    """Reports the progress of the current thread's task; does nothing outside a worker."""
    if counter := current.get():
        counter.total, counter.done = total, done


class Progress(NamedTuple):
    """The state of a task. `total` is 0 while it is unknown."""

    status: TaskResultStatus
    done: int = 0
    total: int = 0
    is_late: bool = False

    @property
    def is_open(self):
        return self.status in (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def progress(task: UUID) -> Progress:
    """Returns the progress of a task; FAILED if it was cleared away, so check its stored result first."""
    found = DBTaskResult.objects.filter(pk=task).first()
    if found is None:
        return Progress(TaskResultStatus.FAILED)
    status = TaskResultStatus(found.status)
    if status == TaskResultStatus.READY:
        return Progress(status, is_late=timezone.now() - found.enqueued_at > LATE)
    pulse = Pulse.objects.filter(pk=task).first()
    return Progress(status, pulse.done, pulse.total) if pulse else Progress(status)
