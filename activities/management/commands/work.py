from django.core.management.base import BaseCommand
from django.db.backends.signals import connection_created

from activities.background.worker import CatalogueWorker

PATIENCE = "60s"  # a task may wait longer for a lock than a page may


class Command(BaseCommand):
    help = "Runs the tasks of the queue until it is told to end; a task that has begun is finished first."

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="end when the queue is empty")
        parser.add_argument(
            "--interval", type=float, default=0.5, help="seconds between two looks at the queue"
        )

    def handle(self, *, batch, interval, **options):
        connection_created.connect(_be_patient)
        worker = CatalogueWorker(interval=interval, batch=batch)
        worker.configure_signals()
        worker.run()


def _be_patient(connection, **_signal):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [PATIENCE])
