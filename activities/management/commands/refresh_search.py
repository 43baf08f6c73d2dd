from django.core.management.base import BaseCommand

from activities.search import search_rows


class Command(BaseCommand):
    help = "Writes what is stored for the search anew, for the activities and words that it is wrong for."

    def handle(self, **options):
        activities, words = search_rows.refresh()
        self.stdout.write(f"search rows of {activities} activities and counts of {words} words written anew")
