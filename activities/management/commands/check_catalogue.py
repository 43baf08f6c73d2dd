import sys

from django.core.management.base import BaseCommand, no_translations

from activities.curation import checks


class Command(BaseCommand):
    help = "Prints what is missing or inconsistent in the catalogue; exits with 1 where something is."

    @no_translations
    def handle(self, **options):
        faults = list(checks.faults())
        for fault in faults:
            self.stdout.write(str(fault))
        self.stdout.write(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}")
        if faults:
            sys.exit(1)
