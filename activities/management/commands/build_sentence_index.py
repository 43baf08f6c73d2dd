from django.core.management.base import BaseCommand

from activities.search.meaning import upkeep


class Command(BaseCommand):
    help = (
        "Writes the sentences of a large catalogue into files that the processes of this machine share. The"
        " worker does so when it is due; a machine without a worker needs this command."
    )

    def add_arguments(self, parser):
        parser.add_argument("--if-due", action="store_true", help="do nothing unless processes hold too many")

    def handle(self, *, if_due, **options):
        if if_due and not upkeep.is_due():
            self.stdout.write("no build is due")
            return
        folder = upkeep.make_build()
        self.stdout.write(f"written: {folder}" if folder else "no sentences are stored")
