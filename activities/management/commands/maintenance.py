from django.core.management.base import BaseCommand, CommandError, no_translations

from unodc_catalogue.operations import maintenance


class Command(BaseCommand):
    help = "Shows a page of maintenance in place of the catalogue, by the proxy before it, or prints whether it does."
    # It must work with a database that does not answer, or that another release has migrated.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("state", nargs="?", choices=["on", "off"])

    @no_translations
    def handle(self, *, state, **options):
        try:
            if state:
                {"on": maintenance.begin, "off": maintenance.end}[state]()
        except OSError as error:
            raise CommandError(str(error)) from None
        self.stdout.write("on" if maintenance.is_on() else "off")
