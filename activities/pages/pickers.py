"""The forms by which a visitor chooses what to compare."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activities.search import FacetIndex

from .comparison import MOST

# What may be compared, in the order of the page; the plural heads its choice.
CHOICES_OF = {
    "country": _("Compare countries"),
    "region": _("Compare regions"),
    "theme": _("Compare themes"),
    "programme": _("Compare programmes"),
}


@dataclass(frozen=True)
class Picker:
    """A form that adds a record to the comparison; `chosen` are those that it keeps."""

    facet: str
    label: str | Promise
    options: list[tuple[str, str]]
    chosen: list[str]


def pickers(index: FacetIndex, facet: str | None, chosen: list[str]) -> list[Picker]:
    """Returns a picker for each facet or, once records are chosen, for theirs if another one fits."""
    if len(chosen) >= MOST:
        return []
    language = get_language()
    return [
        Picker(
            name,
            label,
            [
                (key, record.text[language])
                for key, record in sorted(index.names[name].items(), key=lambda item: item[1].sort[language])
                if key not in chosen
            ],
            chosen,
        )
        for name, label in CHOICES_OF.items()
        if facet in (None, name)
    ]
