"""Run by the release before this one (the functions named are its own): leaves edits in every state.

Prints {state: ref}; test_upgrade.py compares what `edits_described.py` prints before and after the upgrade.
"""

import json

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402

from activities.curation.reports import Header, bring_in, parse  # noqa: E402
from activities.curation.reports.deciding import decide  # noqa: E402
from activities.curation.spreadsheets.comparing import compare  # noqa: E402
from activities.curation.spreadsheets.confirming import confirm  # noqa: E402
from activities.editing.transitions import make_move  # noqa: E402
from activities.editing.versions import contents, keep_version  # noqa: E402
from activities.editing.working_copies import write  # noqa: E402
from activities.models import (  # noqa: E402
    Activity,
    ActivityText,
    Citation,
    Paragraph,
    Partner,
    Suggestion,
    Upload,
)
from tests import people  # noqa: E402

NEXT_REPORT = """I. Introduction

1. L’Office a formé 40 juges au Kirghizistan en 2022.

2. Il a tenu des réunions avec l’Organisation mondiale des douanes.
"""


def title(state):
    return f"Titre récrit par une analyste ({state})"


def edit(activity, state, partner):
    """Stores an edit of the French title and of the partners, as the admin does."""
    rows = contents(activity)
    for row in rows:
        if row["model"] == "activities.activitytext" and row["fields"]["language"] == "fr":
            row["fields"]["title"] = title(state)
        if row["model"] == "activities.activity":
            row["fields"]["partners"] = sorted({*row["fields"]["partners"], partner.pk})
    write(activity, rows, by=analyst, reason="")


def new_activity(number, state):
    """Makes an unpublished activity with a partner."""
    paragraph = Paragraph.objects.filter(report__published=True).first()
    activity = Activity.objects.create(
        ref=f"{paragraph.report.ref}-{paragraph.number:03}-{90 + number}",
        report=paragraph.report,
        kind="training",
        scope="national",
        status="draft",
    )
    for language in ("fr", "en"):
        ActivityText.objects.create(
            activity=activity, language=language, title=title(state), summary="Un résumé."
        )
    Citation.objects.create(activity=activity, paragraph=paragraph)
    activity.partners.add(Partner.objects.first())
    keep_version(activity, by=analyst, reason="")
    return activity


def move(activity, *names):
    for name in names:
        by = reviewer if name in ("approve", "send_back", "withdraw", "reopen") else analyst
        make_move(Activity.objects.get(pk=activity.pk), name, by=by, note="Une raison.")


def upload(activity, *, confirmed):
    """Uploads the sheet of one activity with another title, as an analyst does in the admin."""
    client = Client()
    client.force_login(analyst)
    sheet = client.get("/admin/activities/activity/spreadsheet/export/csv/", {"q": activity.ref}).content
    changed = sheet.replace(activity.texts.get(language="fr").title.encode(), b"Titre du tableur")
    page = client.post(
        "/admin/activities/activity/spreadsheet/", {"file": SimpleUploadedFile("liste.csv", changed)}
    )
    found = Upload.objects.order_by("pk").last()
    assert page.status_code == 302, page.content
    if confirmed:
        confirm(found, shown=compare(found.tables, by=analyst).fingerprint, by=analyst)


analyst, reviewer = people.with_password(people.analyst()), people.with_password(people.reviewer())
activities = iter(Activity.objects.filter(status="published", partners__isnull=False).distinct())
other = Partner.objects.last()
MOVES = {
    "draft": (),
    "submitted": ("submit",),
    "sent back": ("submit", "send_back"),
    "approved": ("submit", "approve"),
    "discarded": ("discard",),
}
states = {}
for state, moves in MOVES.items():
    activity = states[state] = next(activities)
    edit(activity, state, other)
    move(activity, *moves)
states["withdrawn"] = next(activities)
move(states["withdrawn"], "withdraw")
states["reopened"] = next(activities)
move(states["reopened"], "withdraw", "reopen")
for number, (state, moves) in enumerate({"new": (), "new, submitted": ("submit",)}.items()):
    states[state] = new_activity(number, state)
    move(states[state], *moves)
for state in ("uploaded", "uploaded and confirmed"):
    states[state] = next(activities)
    upload(states[state], confirmed="confirmed" in state)

bring_in(parse(NEXT_REPORT), Header("2022", "fr", 77, "76/185"))
decide(Suggestion.objects.filter(kind="country", paragraph__report__ref="2022"), "accepted", by=analyst)

country = states["draft"].country_roles.model._meta.get_field("country").related_model.objects.first()
country.name_fr = "Nom corrigé"
country.save()
print(json.dumps({state: activity.ref for state, activity in states.items()}))
