from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from activities.curation.fixtures import FixtureError, load


class Command(BaseCommand):
    help = "Loads the curated fixtures. Rows that were edited here are kept, unless --overwrite names them."

    def add_arguments(self, parser):
        parser.add_argument("directory", nargs="?", type=Path, default=settings.FIXTURES_DIR)
        parser.add_argument(
            "--overwrite",
            nargs="+",
            default=[],
            metavar="KEY",
            help="refs, codes or slugs of edited rows to replace",
        )

    def handle(self, directory, overwrite, **options):
        try:
            outcome = load(directory, frozenset(overwrite))
        except FixtureError as error:
            raise CommandError(f"nothing was loaded:\n{error}") from error
        for table, counts in outcome.counts.items():
            results = ", ".join(f"{counts[key]} {key}" for key in ("created", "updated", "unchanged", "kept"))
            self.stdout.write(f"{table}: {results}")
        if outcome.kept:
            self.stdout.write(f"edited here and kept: {', '.join(outcome.kept)}")
