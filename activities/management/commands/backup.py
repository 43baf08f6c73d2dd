from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from unodc_catalogue.operations import backups


class Command(BaseCommand):
    help = "Writes a backup of everything: to a file, or to a directory under the name of its time."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--keep", type=int, metavar="N", help="delete all but the newest N of the directory"
        )

    @no_translations
    def handle(self, *, path, keep, **options):
        if keep is not None and (keep < 1 or not path.is_dir()):
            raise CommandError("--keep takes a number from 1 on, and FILE a directory.")
        try:
            written = backups.back_up(path)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{written}: {written.stat().st_size} bytes, complete")
        for outdated in backups.rotate(path, keep) if keep else ():
            self.stdout.write(f"{outdated}: deleted")
