from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from activities.curation.reports import Header, ReportError, bring_in, read
from activities.curation.reports.evaluation import evaluate
from activities.models import Report, Suggestion

RESULTS = ("created", "updated", "unchanged", "removed", "kept")


class Command(BaseCommand):
    help = (
        "Brings in a report from its text (plain or Markdown, UTF-8): sections, numbered paragraphs, and "
        "suggestions for the analysts. It stays in preparation until an editor publishes it. A second run with "
        "a corrected text changes what nobody has decided on."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", required=True, help="of the report, as in the refs of its activities")
        parser.add_argument(
            "--language", choices=["fr", "en"], default="", help="of the text (a new one: fr)"
        )
        parser.add_argument("--session", type=int, help="of the General Assembly, for a new report")
        parser.add_argument("--resolution", default="", help="prepared under, for a new report: 75/196")
        parser.add_argument(
            "--text-only",
            action="store_true",
            help="add the text and the suggestions to a report that is there, and change nothing else",
        )
        parser.add_argument(
            "--evaluate",
            action="store_true",
            help="write nothing: print how many curated countries and numbers the text gives by itself",
        )

    def handle(self, file, year, **options):
        try:
            text = read(file)
            if options["evaluate"]:
                self._evaluate(text, year, options["verbosity"] > 1)
            else:
                self._bring_in(text, year, options)
        except ReportError as error:
            raise CommandError(f"nothing was written:\n{error}") from error

    def _bring_in(self, text, year, options):
        header = Header(year, options["language"], options["session"], options["resolution"])
        outcome = bring_in(text, header, text_only=options["text_only"])
        for table, counts in outcome.counts.items():
            results = ", ".join(f"{counts[name]} {name}" for name in RESULTS)
            self.stdout.write(f"{table}: {results}")
        waiting = Suggestion.objects.open().filter(paragraph__report__ref=year).count()
        self.stdout.write(f"{waiting} suggestions to accept or dismiss in the admin")

    def _evaluate(self, text, year, in_detail):
        report = Report.objects.filter(ref=year).first()
        if not report:
            raise ReportError([f"there is no report of {year} to compare with"])
        for kind, score in evaluate(text.paragraphs, report).items():
            self.stdout.write(
                f"{kind}: {score.curated} curated, {score.found} of them found: recall {score.recall:.3f}; "
                f"{score.proposed} proposed, {score.right} of them right: precision {score.precision:.3f}"
            )
            if in_detail:
                for name, items in (("missed", score.missed), ("wrong", score.wrong)):
                    for number, what in sorted(items):
                        self.stdout.write(f"  {name}: paragraph {number}: {what}")
