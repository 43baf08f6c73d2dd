"""The command behind ./catalogue bench, shaped as Django's own: python -m tests.benchmark --help"""

import os
import sys
from json import dumps
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # after the set-up
from django.core.management.base import BaseCommand, CommandError  # noqa: E402

from activities.models import Activity, SearchRow  # noqa: E402
from tests.benchmark import files, meaning, synthetic, worker  # noqa: E402
from tests.benchmark.corpora import Corpus  # noqa: E402
from tests.benchmark.http import measuring  # noqa: E402
from tests.benchmark.http import targets as http_targets  # noqa: E402
from tests.benchmark.http.addresses import Pools  # noqa: E402
from tests.benchmark.rows import REPORT_TITLE  # noqa: E402
from tests.benchmark.run import measure, report, sizes_for, verdicts, write_json  # noqa: E402
from tests.benchmark.targets import REAL, TEN_THOUSAND  # noqa: E402


class Command(BaseCommand):
    help = "Times the list page on corpora of several sizes, each in a database of its own that is kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--size",
            type=int,
            nargs="+",
            default=[],
            metavar="N",
            help="made-up activities beside the real ones (default: none)",
        )
        parser.add_argument("--runs", type=int, default=200, help="queries of each class (default: 200)")
        parser.add_argument("--json", type=Path, help="where every measurement is written")
        parser.add_argument("--files", action="store_true", help="instead: the memory that whole files take")
        parser.add_argument(
            "--meaning",
            type=int,
            nargs="+",
            metavar="N",
            help="instead: the search by meaning in N activities",
        )
        parser.add_argument(
            "--http",
            action="store_true",
            help="instead: pages through HTTP (default size: 10,000); needs wrk",
        )
        parser.add_argument("--addresses", type=int, metavar="SEED", help="print the addresses to ask for")
        parser.add_argument("--file", choices=files.FORMS, help="hand out this file and tell what it took")
        parser.add_argument(
            "--fill", type=int, help="load the fixtures and so many made-up activities, no more"
        )
        parser.add_argument("--worker", type=int, metavar="SEED", help="time what standard input asks for")

    def handle(self, size, runs, json, fill, **options):
        if options["worker"] is not None:
            return worker.main(options["worker"])
        if fill is not None:
            return self.fill(fill)
        if options["file"]:
            return self.stdout.write(dumps(files.measure(options["file"])))
        if options["addresses"] is not None:
            pools = Pools(options["addresses"])
            pools.store()
            return self.stdout.write(dumps(pools.of_class))
        if options["meaning"]:
            if missed := meaning.run(options["meaning"], self.stdout):
                raise CommandError(f"Missed: {', '.join(missed)}")
            return None
        if options["files"]:
            return self.measure_files(size)
        if options["http"]:
            corpora = self.prepared({REAL, *(size or [TEN_THOUSAND])})
            found = measuring.measure(corpora, self.stderr)
            http_targets.table(found, corpora, self.stdout)
            missed = verdicts(http_targets.TARGETS, found, self.stdout)
        else:
            corpora = self.prepared(sizes_for(size))
            found = self.measure_lists(corpora, runs)
            missed = report(found, corpora, self.stdout)
        if json:
            write_json(found, json)
        if missed:
            raise CommandError(f"{len(missed)} targets are missed.")

    def prepared(self, sizes):
        corpora = [Corpus(number, os.environ["DATABASE_URL"]) for number in sorted(sizes)]
        for corpus in corpora:
            corpus.prepare()
        return corpora

    def measure_lists(self, corpora, runs):
        try:
            return measure(corpora, runs, self.stderr)
        finally:
            for corpus in corpora:
                corpus.stop()

    def measure_files(self, sizes):
        over = []
        for corpus in self.prepared(sizes or [REAL]):
            over += files.report(corpus, self.stdout)
        if over:
            raise CommandError(f"Over {files.BOUND} MB: {', '.join(over)}")

    def fill(self, size):
        made_up = Activity.objects.filter(report__title=REPORT_TITLE).count()
        found = SearchRow.objects.filter(activity__report__title=REPORT_TITLE).count()
        if not made_up:  # the loader compares each row that there is with the files
            call_command("load_catalogue", stdout=self.stderr)
        if not made_up and size:
            synthetic.fill(size)
        elif {made_up, found} != {size}:  # a migration may have emptied the search rows
            raise CommandError(
                f"It holds {made_up} made-up activities and finds {found}, not {size}: drop this database."
            )


if __name__ == "__main__":
    Command().run_from_argv(["python", "-m tests.benchmark", *sys.argv[1:]])
