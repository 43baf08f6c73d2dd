from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from activities.curation.fixtures import FixtureError, export


class Command(BaseCommand):
    help = "Writes the catalogue back as fixtures, for review in a diff."

    def add_arguments(self, parser):
        parser.add_argument("directory", nargs="?", type=Path, default=settings.FIXTURES_DIR)

    def handle(self, directory, **options):
        try:
            count = export(directory, warn=self._warn)
        except FixtureError as error:
            raise CommandError(f"nothing was written:\n{error}") from error
        self.stdout.write(f"{count} files written to {directory}")

    def _warn(self, line):
        self.stderr.write(self.style.WARNING(line))
