from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from activities.opendata.datapackage import ChangedMeanwhileError, write_package


class Command(BaseCommand):
    help = "Writes the published catalogue as a Frictionless Data Package: CSV files and datapackage.json."

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path)
        parser.add_argument(
            "--url", default="", help="where the catalogue is served, for addresses: https://example.org"
        )

    def handle(self, directory, url, **options):
        try:
            count = write_package(directory, url.rstrip("/"))
        except ChangedMeanwhileError as error:
            raise CommandError("the catalogue was edited meanwhile: run this again") from error
        self.stdout.write(f"{count} files written to {directory}")
