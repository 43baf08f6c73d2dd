from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError, transaction

from unodc_catalogue.operations import grants


class Command(BaseCommand):
    help = (
        "Lets a role of the database read what public pages show, and nothing else; again after each migrate."
    )

    def add_arguments(self, parser):
        parser.add_argument("role", metavar="ROLE", help="which READER_URL or REPLICA_URLS name")

    @no_translations
    @transaction.atomic
    def handle(self, *, role, **options):
        try:
            tables = grants.grant(role)
        except DatabaseError as error:
            raise CommandError(str(error).strip()) from None
        self.stdout.write(f"{role} may read {len(tables)} tables.")
