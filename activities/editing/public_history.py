"""Lists the changes to the catalogue that readers saw, the latest first."""

from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from activities.models import Version
from activities.models.review import Change

from .comparison import Difference, Names, differences


class PublicChange(NamedTuple):
    version: Version
    differences: list[Difference]


def public_changes():
    """Returns the versions that published, changed or withdrew an activity, with their rows deferred."""
    before = Version.objects.filter(activity=OuterRef("activity"), pk__lt=OuterRef("pk")).exclude(change="")
    return (
        Version.objects.exclude(change="")
        .annotate(before=Subquery(before.order_by("-pk").values("pk")[:1]))
        .defer("rows")
        .select_related("activity")
        .prefetch_related("activity__texts")
        .order_by("-at", "-pk")
    )


def with_differences(versions):
    """Pairs each version with its differences in words; none if the activity is not published now."""
    changed = [
        version
        for version in versions
        if version.change == Change.CHANGED and version.activity.is_published and version.before
    ]
    wanted = {pk for version in changed for pk in (version.pk, version.before)}
    documents = dict(Version.objects.filter(pk__in=wanted).values_list("pk", "rows"))
    names = Names(documents.values())
    found = {
        version.pk: list(differences(documents[version.before], documents[version.pk], names))
        for version in changed
    }
    return [PublicChange(version, found.get(version.pk, [])) for version in versions]
