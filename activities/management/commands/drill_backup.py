import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from unodc_catalogue.operations import backups


class Command(BaseCommand):
    help = (
        "Restores a backup into a database beside, compares every table, and exits with 1 where one differs."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FILE", help="or a directory: its newest backup")

    @no_translations
    def handle(self, *, path, **options):
        try:
            chosen = backups.newest(path)
            wrong, changed = backups.drill(chosen)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from None
        for table in wrong:
            self.stdout.write(f"{table}: not as it was backed up")
        for table in changed:
            self.stdout.write(f"{table}: changed since the backup")
        self.stdout.write(f"{chosen}: {'NOT ' if wrong else ''}restored whole")
        if wrong:
            sys.exit(1)
