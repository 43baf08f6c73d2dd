"""A move of several activities takes exactly what its confirmation has shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.editing import draft_applied
from activities.editing.versions import read_snapshot
from activities.editing.working_copies import save_draft
from activities.models import Activity, Move, WorkingCopy
from tests import people
from tests.editing.test_transitions import ALLOWED, BULK, LIST, an_activity, as_stored, asked
from tests.factories import ActivityFactory
from tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("move", "origin"), ALLOWED)
def test_nothing_is_moved_that_changed_after_it_was_shown(client, move, origin):
    client.force_login(people.reviewer())
    seen, changed = an_activity(origin), an_activity(origin)
    form = asked(client, f"{move}_selected", seen, changed)
    changed.texts.filter(language="fr").update(title="Jamais lu")
    changed.save()
    page = Page(client.post(reverse(BULK), form, follow=True).text)
    assert as_stored(seen)["status"] == ALLOWED[move, origin]
    assert as_stored(changed)["status"] == origin
    assert f"{changed.ref} a changé depuis" in page.text


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_an_edit_of_a_published_activity_is_approved_as_it_was_shown_or_not_at_all(client, state):
    client.force_login(people.reviewer())
    activity, author = ActivityFactory(), people.person("author")
    relabelled(activity, "Premier titre", author)
    WorkingCopy.objects.update(status=state)
    move = "approve" if state == "in_review" else "discard"
    form = asked(client, f"{move}_selected", activity)
    relabelled(activity, "Second titre", author)
    page = Page(client.post(reverse(BULK), form, follow=True).text)
    assert WorkingCopy.objects.exists()
    assert f"{activity.ref} a changé depuis" in page.text
    assert activity.texts.get(language="fr").title == "Titre"


def relabelled(activity, title, by):
    with draft_applied(Activity.objects.get(pk=activity.pk)) as copy:
        activity.texts.filter(language="fr").update(title=title)
        rows = read_snapshot(activity)
    save_draft(activity, rows, by=by)
    return copy


def test_what_is_to_be_approved_is_shown_whole_before_it_is(client):
    client.force_login(people.reviewer())
    new = an_activity("in_review")
    edited = ActivityFactory()
    relabelled(edited, "Un titre neuf", people.person("author"))
    WorkingCopy.objects.update(status="in_review")
    sent = {"action": "approve_selected", "_selected_action": [new.pk, edited.pk]}
    text = client.post(reverse(LIST), sent).text
    assert "Résumé" in text
    assert "neuf</ins>" in text
    assert not Move.objects.filter(target="published", activity__in=[new, edited]).exists()


@pytest.mark.parametrize(
    "sent", [{}, {"activity": "1"}, {"move": "publish"}, {"move": "approve", "activity": "x"}]
)
def test_an_invented_confirmation_moves_nothing(client, sent):
    client.force_login(people.reviewer())
    activity = an_activity("in_review")
    for activities in (
        {},
        {"activity": activity.pk},
        {"activity": activity.pk, f"version_token-{activity.pk}": "x"},
    ):
        client.post(reverse(BULK), {**sent, **activities})
    assert as_stored(activity)["status"] == "in_review"
    assert client.get(reverse(BULK)).status_code == 400


def test_the_confirmation_costs_the_same_for_many_activities(client):
    """But for the checks, which an approval runs on each in its turn."""
    client.force_login(people.reviewer())
    numbers = []
    for count in (2, 5):
        chosen = [an_activity("in_review") for _ in range(count)]
        edited = ActivityFactory.create_batch(count)
        for activity in edited:
            relabelled(activity, "Un titre neuf", people.person("author"))
        sent = {"action": "send_back_selected", "_selected_action": [row.pk for row in (*chosen, *edited)]}
        client.post(reverse(LIST), sent)
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse(LIST), sent)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
