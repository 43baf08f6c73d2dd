"""The DAC sectors of an activity, by the reviewed table fixtures/dac_sectors.yaml."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import yaml
from django.conf import settings

from activities.models import Theme
from activities.models.base import localised
from activities.once import once

from .elements import OWN, element, names, shares

DAC_FIVE_DIGITS = "1"
NOT_SPECIFIED = "99810"
CROSS_CUTTING = "cross-cutting"  # the branch of the themes that cut across the others


@dataclass(frozen=True)
class Sector:
    code: str
    name_fr: str
    name_en: str

    @property
    def name(self):
        return localised(self, "name")


def sectors(activity, absolute):
    """Returns the DAC sectors of its themes, then the themes themselves; each vocabulary adds up to 100.

    The source states no budget, so every theme has the same weight. A theme that cuts across the others has a
    sector only where it stands alone: training about COVID-19 in prisons is no health project.
    """
    themes = list(activity.themes.all())
    own_subjects = [theme for theme in themes if not _cuts_across(theme)]
    counted = Counter(sector_of(theme) for theme in own_subjects or themes)
    dac = zip(counted, shares(counted.values()), strict=True)
    own = zip(themes, shares([1] * len(themes)), strict=True)
    return [
        *(_sector(DAC_FIVE_DIGITS, sector.code, share, names(sector)) for sector, share in dac),
        *(
            _sector(OWN, theme.slug, share, names(theme), {"vocabulary-uri": absolute("theme_list")})
            for theme, share in own
        ),
    ]


def _cuts_across(theme):
    return CROSS_CUTTING in (theme.slug, theme.parent and theme.parent.slug)


def sector_of(theme) -> Sector:
    """Returns the sector of the theme, else of its nearest ancestor, else “not specified” (99810)."""
    by_theme, by_code = table()
    while theme and theme.slug not in by_theme:
        theme = theme.parent
    return by_theme[theme.slug] if theme else by_code[NOT_SPECIFIED]


def sector_table():
    """Returns [(sector, [themes])] by sector code; includes themes added in the admin."""
    found: dict[Sector, list] = {}
    for theme in Theme.objects.select_related("parent__parent").in_tree_order():
        found.setdefault(sector_of(theme), []).append(theme)
    return sorted(found.items(), key=lambda row: row[0].code)


@once
def table() -> tuple[Mapping[str, Sector], Mapping[str, Sector]]:
    """Returns ({theme slug: sector}, {code: sector})."""
    rows = yaml.safe_load((settings.FIXTURES_DIR / "dac_sectors.yaml").read_text(encoding="utf-8"))
    by_code = {row["code"]: Sector(row["code"], row["name"]["fr"], row["name"]["en"]) for row in rows}
    by_theme = {theme: by_code[row["code"]] for row in rows for theme in row["themes"]}
    return MappingProxyType(by_theme), MappingProxyType(by_code)


def _sector(vocabulary, code, share, narrative, more=None):
    attributes = {"vocabulary": vocabulary, **(more or {}), "code": code, "percentage": str(share)}
    return element("sector", attributes, *narrative)
