"""Requeues the tasks of workers that died, deletes what is outdated, and asks for what is due."""

from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from activities.search.meaning import upkeep

from ..models import Pulse, TypedForm, UnansweredSearch

SILENCE = timedelta(seconds=30)  # without a pulse before a worker counts as dead
MOST_ATTEMPTS = 3  # a task that kills its workers is not retried for ever
KEPT = timedelta(days=14)
TYPED_KEPT = timedelta(days=30)  # what its user neither saved nor discarded
UNANSWERED_KEPT = timedelta(days=90)
SIGN_INS_KEPT = 90  # days: who tried to sign in, and from where


class WorkerLost(Exception):  # noqa: N818  # what became of the worker, no error of a call
    """Recorded as the reason of a task's failure when its workers died."""


@transaction.atomic
def take_up_lost():
    """Requeues running tasks whose workers sent no pulse; fails a task after its last attempt.

    A worker that was only slow may still finish a task that another repeats: tasks must tolerate that.
    """
    silent = timezone.now() - SILENCE
    alive = Pulse.objects.filter(at__gte=silent).values("task")
    lost = DBTaskResult.objects.running().filter(started_at__lt=silent).exclude(pk__in=alive)
    for task in lost.select_for_update(skip_locked=True):
        if len(task.worker_ids) >= MOST_ATTEMPTS:
            task.set_failed(WorkerLost(f"{MOST_ATTEMPTS} workers died of it, or with it."))
        else:
            task.status, task.started_at = TaskResultStatus.READY, None
            task.save(update_fields=["status", "started_at"])


def clear_finished():
    old = timezone.now() - KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
    Pulse.objects.filter(at__lt=old).delete()


def clear_typed():
    """Deletes what was typed into forms and not saved for TYPED_KEPT."""
    TypedForm.objects.filter(at__lt=timezone.now() - TYPED_KEPT).delete()


def clear_sign_ins():
    """Deletes sessions that have ended, and the records of attempts to sign in after SIGN_INS_KEPT days."""
    SessionStore.clear_expired()
    AxesProxyHandler.reset_logs(age_days=SIGN_INS_KEPT)
    AxesProxyHandler.reset_failure_logs(age_days=SIGN_INS_KEPT)


def clear_unanswered():
    UnansweredSearch.objects.filter(day__lt=timezone.localdate() - UNANSWERED_KEPT).delete()


@transaction.atomic
def ask_for_sentences():
    """Enqueues a build of the sentences if one is due, unless one is waiting."""
    path = upkeep.build_sentences.module_path
    if upkeep.is_due() and not DBTaskResult.objects.ready().filter(task_path=path).exists():
        upkeep.build_sentences.enqueue()
