from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from unodc_catalogue.operations import backups


class Command(BaseCommand):
    help = "Restores a backup into the database of DATABASE_URL, all or nothing; web processes may go on meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FILE", help="or a directory: its newest backup")
        parser.add_argument("--replace", action="store_true", help="a database that is not empty, too")

    @no_translations
    def handle(self, *, path, replace, **options):
        database = backups.Database()
        try:
            chosen = backups.newest(path)
            if not (replace or backups.is_empty(database)):
                raise CommandError(f"{database.name} is not empty: --replace deletes what is in it.")
            backups.restore(chosen, database)
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{chosen}: restored into {database.name}")
