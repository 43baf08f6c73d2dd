from collections import defaultdict
from pathlib import Path

import yaml
from django.core.management.base import BaseCommand

from activities.models import Activity
from activities.search import current_index
from activities.search.synonym_effects import effects


class Command(BaseCommand):
    help = (
        "Prints for each word of fixtures/synonyms.yaml the activities that it finds only by another word of its "
        "group, and by which: an editor judges whether they speak of what was asked for."
    )

    def add_arguments(self, parser):
        parser.add_argument("--except", dest="judged", type=Path, help="leaves out what this file judges")

    def handle(self, *, judged=None, **options):
        known = _judged(judged) if judged else {}
        titles = {
            activity.report_order: (activity.ref, activity.text.title)
            for activity in Activity.objects.published().prefetch_related("texts")
        }
        for (group, query), phrases in _added(current_index()).items():
            for slot, ways in sorted(phrases.items()):
                ref, title = titles[slot]
                if ref not in known.get(group, ()):
                    self.stdout.write(f"{group} › {query} → {ref} {title} ({', '.join(ways)})")


def _added(index) -> dict[tuple[str, str], dict[int, list[str]]]:
    """Returns {(group, query): {slot: phrases that find it}}."""
    added: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for effect in effects(index):
        for slot in effect.slots:
            added[effect.group, effect.query][slot].append(effect.phrase)
    return added


def _judged(path):
    judged = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {group: {ref for refs in verdicts.values() for ref in refs} for group, verdicts in judged.items()}
