"""Finds the activities that depend on a row of another table, in their search row or their records."""

from collections.abc import Iterable
from typing import Any

from activities.models import (
    Activity,
    Country,
    Instrument,
    Locality,
    Paragraph,
    Partner,
    Programme,
    Region,
    Report,
    Section,
    Theme,
    Unit,
)
from activities.models.base import InTree

from .index import RECORDS

# Lookup paths from an activity to the rows that it depends on.
PATHS: dict[Any, tuple[str, ...]] = {
    Country: ("country_roles__country", "figures__countries"),
    Locality: ("country_roles__localities",),
    Region: ("regions", "country_roles__country__regions"),
    Theme: ("themes",),
    Programme: ("programmes", "figures__programme"),
    Partner: ("partners",),
    Instrument: ("instruments",),
    Unit: ("figures__unit",),
    Report: ("report",),
    Section: ("citations__paragraph__section",),
    Paragraph: ("citations__paragraph", "figures__paragraph"),
}
# The tables that the index of every process holds in memory.
INDEXED = tuple(RECORDS.values())
# Fields that no activity depends on; pages that show them are rendered again for each catalogue version.
UNSAID: dict[Any, set[str]] = {
    Country: {"status", "latitude", "longitude"},
    Region: {"basis", "basis_note_fr", "basis_note_en", "position"},
    Theme: {"position"},
    Report: {"language", "session", "resolution", "symbol", "title", "published"},
    Section: {"title_fr", "title_en", "position"},
    Paragraph: {"gist_fr", "gist_en", "disposition"},
}


def is_said(model: Any, fields: Iterable[str]) -> bool:
    """Returns True if activities may depend on one of these fields of a row."""
    return bool(set(fields) - UNSAID.get(model, set()))


def dependents(model: Any, keys: Iterable[int]) -> set[int]:
    """Returns the pks of the activities that depend on these rows, or on those below them in their tree."""
    wanted = set(keys)
    if wanted and issubclass(model, InTree):
        below = model.objects.descendants()
        wanted = wanted.union(*(below.get(key, ()) for key in wanted))
    return {
        pk
        for path in PATHS[model]
        if wanted
        for pk in Activity.objects.filter(**{f"{path}__in": wanted}).order_by().values_list("pk", flat=True)
    }
