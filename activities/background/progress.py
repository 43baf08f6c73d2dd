"""How far a task has come: reported by the task, made known by its worker, read by pages."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ..models import Pulse

LATE = timedelta(seconds=30)  # without a worker that takes a task up


@dataclass
class Counter:
    """Written by the thread of the task, read by the one that makes it known: two numbers, either of them whole."""

    done: int = 0
    total: int = 0


current: ContextVar[Counter | None] = ContextVar("current", default=None)


def report(done: int, total: int):
    """Tells the worker of this thread's task how far it is; does nothing where there is no worker."""
    if counter := current.get():
        counter.total, counter.done = total, done


class Progress(NamedTuple):
    """`total` is 0 where it is not known yet."""

    status: TaskResultStatus
    done: int = 0
    total: int = 0
    is_late: bool = False

    @property
    def is_open(self):
        return self.status in (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def progress(task: UUID) -> Progress:
    """Of a task in the queue; one that was cleared away has failed, unless its result says otherwise."""
    found = DBTaskResult.objects.filter(pk=task).first()
    if found is None:
        return Progress(TaskResultStatus.FAILED)
    status = TaskResultStatus(found.status)
    if status == TaskResultStatus.READY:
        return Progress(status, is_late=timezone.now() - found.enqueued_at > LATE)
    pulse = Pulse.objects.filter(pk=task).first()
    return Progress(status, pulse.done, pulse.total) if pulse else Progress(status)
