"""The queue at work within a test: in its transaction, at once, without a process of its own."""

from unittest import mock

from django_tasks_db.management.commands import db_worker

from activities.background.worker import CatalogueWorker


def work():
    """Runs all tasks that wait."""
    # The connection has the transaction of the test.
    with mock.patch.object(db_worker, "close_old_connections"):
        CatalogueWorker(batch=True).run()
