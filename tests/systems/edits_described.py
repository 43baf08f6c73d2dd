"""Run by a release on its database: prints what analysts have done, in words that do not depend on the release."""

import json

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402

from activities.editing.working_copies import draft_applied  # noqa: E402
from activities.models import Activity, Country, Move, Suggestion, Upload, Version  # noqa: E402


def content(activity):
    """Returns what an edit may have changed of an activity, as its rows have it now."""
    activity = Activity.objects.get(pk=activity.pk)
    return {
        "texts": sorted(activity.texts.values_list("language", "title", "summary")),
        "partners": sorted(activity.partners.values_list("slug", flat=True)),
        "countries": sorted(activity.country_roles.values_list("country__iso3", "role")),
        "figures": sorted(activity.figures.values_list("label_fr", flat=True)),
        "cited": sorted(activity.citations.values_list("paragraph__number", flat=True)),
    }


def described(activity):
    with draft_applied(activity) as copy:
        draft = {"status": copy.status, **content(activity)} if copy else None
    return {
        "status": activity.status,
        **content(activity),
        "draft": draft,
        "versions": list(activity.versions.order_by("pk").values_list("status", "of_copy", "reason")),
        "moves": list(Move.objects.filter(activity=activity).order_by("pk").values_list("target", "note")),
    }


edited = Activity.objects.filter(pk__in=Version.objects.exclude(by=None).values("activity"))
withdrawn = Activity.objects.filter(pk__in=Move.objects.values("activity"))
found = {
    "activities": {activity.ref: described(activity) for activity in (edited | withdrawn).distinct()},
    "uploads": list(Upload.objects.order_by("pk").values_list("name", "tables", "written")),
    "confirmed": Upload.objects.exclude(confirmed_at=None).count(),
    "suggestions": list(
        Suggestion.objects.order_by("pk").values_list("kind", "words", "state", "paragraph__report__ref")
    ),
    "accounts": list(User.objects.order_by("pk").values_list("username", "password", "groups__name")),
    "corrected": Country.objects.filter(name_fr="Nom corrigé").count(),
}
print(json.dumps(found, ensure_ascii=False, sort_keys=True))
