"""The Sustainable Development Goals of an activity, by the reviewed table fixtures/sdg_goals.yaml."""

from collections.abc import Mapping
from types import MappingProxyType

import yaml
from django.conf import settings

from activities.once import once

from .elements import element

SDG_GOALS = "2"  # in IATI's list of tag vocabularies


def tags(activity):
    return [element("tag", vocabulary=SDG_GOALS, code=goal) for goal in goals().get(activity.ref, ())]


@once
def goals() -> Mapping[str, tuple[str, ...]]:
    """Returns {ref: numbers of the goals that the source names}."""
    rows = yaml.safe_load((settings.FIXTURES_DIR / "sdg_goals.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({row["ref"]: tuple(row["goals"]) for row in rows})
