"""Updates what is derived from activities: search rows, word counts and the catalogue's version."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Func, Prefetch
from django.utils.translation import override
from django_tasks import task

from activities.language.words import LONGEST, fold_word, is_common, words
from activities.models import (
    Activity,
    CatalogueVersion,
    Instrument,
    Partner,
    Programme,
    Region,
    SearchRow,
    Theme,
    Word,
)
from activities.models.base import LANGUAGES, Named
from activities.models.vocabulary import Status

from .lexemes import EXACT, symbol_word
from .meaning import stored
from .vectors import AFTER, NAME, OF_THEME, fitting, vector

AT_ONCE = 500  # activities: bounds the memory of a full load
# Prefetched in a total order, by pk where that of the table has ties: it gives the positions of the vector.
RELATED: dict[str, type[Named]] = {
    "regions": Region,
    "themes": Theme,
    "programmes": Programme,
    "partners": Partner,
    "instruments": Instrument,
}


@transaction.atomic
def publish_changes(activities, *, reference=False, queued=False):
    """Refreshes the search rows of these activities and raises the version of the catalogue.

    Every change of published data ends in this one call, in its own transaction. After a change of another
    table, these are the activities that depend on it (`dependents`); `reference` means that the table is one
    of those that every process holds in memory, which are then read again.

    With `queued`, more than AT_ONCE activities are enqueued in batches, whose tasks exist if this transaction
    commits: a request ends soon, however many activities name a country. Each batch raises the version.
    """
    version = CatalogueVersion.raised()
    if reference:
        CatalogueVersion.objects.filter(pk=1).update(reference=version)
    ids = list(activities.values_list("pk", flat=True))
    batches = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    for batch in batches:
        if queued and len(batches) > 1:
            refresh_batch.enqueue(batch)
        else:
            _refresh(batch, version)


@task(priority=-10)  # users wait for other tasks
def refresh_batch(ids: list[int]):
    """Refreshes the search rows of a batch; it may run twice."""
    publish_changes(Activity.objects.filter(pk__in=ids))


def _refresh(ids, version):
    gained: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    rows, activities = [], []
    for activity, texts, names in search_texts(ids):
        activities.append(activity)
        spelt = {
            fold_word(word): word for _weight, text in texts for word in words(text) if not is_common(word)
        }
        gained.update(spelt.keys())
        spellings |= spelt
        rows.append(_row(activity, texts, names, version))
    gained.subtract(stored_words(ids))
    count_words({word: number for word, number in gained.items() if number}, spellings, version)
    _write(SearchRow, rows, "activity", ["slot", "vector", "names", "version"])
    stored.write(activities)


class SearchTexts(NamedTuple):
    """The searchable (weight, text) pairs of an activity, and the names in them; empty unless published."""

    activity: Activity
    texts: list[tuple[str, str]]
    names: list[str]


def search_texts(ids) -> Iterator[SearchTexts]:
    for activity in _with_names(Activity.objects.filter(pk__in=ids)):
        published = activity.status == Status.PUBLISHED
        names = _names(activity) if published else {}
        yield SearchTexts(activity, list(fitting(_texts(activity, names))) if published else [], list(names))


def _row(activity, texts, names, version):
    return SearchRow(
        activity=activity, slot=activity.report_order, vector=vector(texts), names=names, version=version
    )


def stored_words(ids) -> Iterator[str]:
    """Yields the folded words of the stored search rows, once for every activity that has them."""
    lexemes = Func(F("vector"), function="tsvector_to_array")
    for found in SearchRow.objects.filter(pk__in=ids).values_list(lexemes, flat=True):
        yield from (lexeme.removeprefix(EXACT) for lexeme in found if lexeme.startswith(EXACT))


def count_words(gained, spellings, version):
    """Adds `gained` ({word: number}) to the stored numbers of activities that contain the words."""
    counts = dict(Word.objects.filter(folded__in=gained).values_list("folded", "count"))
    rows = [
        Word(
            folded=word,
            spelling=spellings.get(word, word).lower()[:LONGEST],
            count=counts.get(word, 0) + number,
            version=version,
        )
        for word, number in gained.items()
    ]
    _write(Word, rows, "folded", ["count"])


def _write(model, rows, key, fields):
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=fields)


def _with_names(activities):
    return activities.select_related("report").prefetch_related(
        *(Prefetch(relation, model._default_manager.order_by(*model._meta.ordering, "pk")) for relation, model in RELATED.items()),
        "texts", "regions__parent__parent", "themes__parent__parent", "publications", "citations__paragraph",
        Prefetch("country_roles", to_attr="places"), "places__country__regions", "places__localities",
    )  # fmt: skip


def _texts(activity, names):
    """Yields the (weight, text) pairs of everything that an activity may be found by."""
    texts = activity.texts.all()
    paragraphs = [f"paragraphe {paragraph.number}" for paragraph in activity.cited_paragraphs]
    yield from (("A", text.title) for text in texts)
    yield from (("B", text) for text in [activity.ref, *paragraphs])
    yield from ((weight, name) for name, weight in names.items())
    own_names = _names_in_texts(activity)
    for text in texts:
        yield from _summary(text.summary, own_names)
    yield from (("D", label) for label in _labels(activity.kind, activity.modality))
    if symbol := symbol_word(words(activity.report.resolution)):
        yield ("D", symbol)


def _names_in_texts(activity) -> re.Pattern[str] | None:
    """Returns what matches the names, of several words, of its partners and programmes."""
    records = (*activity.programmes.all(), *activity.partners.all())
    names = {name for record in records for name in record.search_names() if len(words(name)) > 1}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"\b({either})\b", re.IGNORECASE) if names else None


def _summary(summary, names: re.Pattern[str] | None) -> Iterator[tuple[str, str]]:
    """Yields the parts of a summary: the names in it are no subject, and answer the typed word alone.

    Who works with the Office of the High Commissioner for Human Rights need not work on human rights.
    """
    for number, part in enumerate(names.split(summary) if names else [summary]):
        yield (NAME if number % 2 else AFTER if number else "C"), part


def _names(activity):
    """Returns {name: weight} of everything that the activity points at: every name, alias and acronym.

    Only its own places are what it speaks of. All the others have weight D, and answer the typed word, not a synonym:
    a name is no subject (« la Déclaration de Doha … sur la prévention du crime »).
    """
    records = [place.country for place in activity.places]
    records += activity.regions.all()
    for place in activity.places:
        records += place.localities.all()
    names = [name for record in records for name in record.search_names()]
    themes = [one for theme in activity.themes.all() for one in (theme, *theme.ancestors())]
    of_themes = [name for theme in themes for name in theme.search_names()]
    around = [*activity.programmes.all(), *activity.partners.all(), *activity.instruments.all()]
    around += [above for record in activity.regions.all() for above in record.ancestors()]
    for place in activity.places:
        around += place.country.regions.all()
    belonging = [name for record in around for name in record.search_names()]
    belonging += [publication.title for publication in activity.publications.all()]
    return {
        **dict.fromkeys(filter(None, of_themes), OF_THEME),
        **dict.fromkeys(filter(None, belonging), "D"),
        **dict.fromkeys(filter(None, names), "B"),
    }


@lru_cache(maxsize=1000)  # of closed lists; to activate a language takes longer than to read a label
def _labels(kind, modality):
    """Returns the labels of a kind and a modality, in both languages."""
    activity, labels = Activity(kind=kind, modality=modality), []
    for language in LANGUAGES:
        with override(language):
            labels += [str(activity.get_kind_display()), str(activity.get_modality_display())]
    return tuple(labels)
