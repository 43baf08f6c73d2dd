"""A reviewer sees what is proposed, its faults and comments on one page; faults block, four eyes stay open."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from activities.editing import make_transition, open_transitions, version_token
from activities.models import Activity, Comment, Move, Override, Theme
from tests import people
from tests.admin.test_copies import change_form, retitle
from tests.admin.test_editing import saved
from tests.factories import ActivityFactory, workshop
from tests.html import Page

pytestmark = pytest.mark.django_db

SENTENCE = "Au Népal, 20 procureurs ont suivi un atelier sur les droits des enfants devant les tribunaux."
WHOLE = {"fr": ("Atelier au Népal", SENTENCE), "en": ("Workshop in Nepal", SENTENCE)}


def review(client, activity):
    return Page(client.get(reverse("admin:activities_activity_review", args=[activity.pk])).text)


def decide(client, activity, move, **sent):
    activity = Activity.objects.get(pk=activity.pk)
    sent = {"move": move, "version_token": version_token(activity), "back": "review", **sent}
    return client.post(reverse("admin:activities_activity_move", args=[activity.pk]), sent, follow=True)


def submitted(client, activity, title="Formation des zorglubs"):
    client.force_login(people.analyst())
    assert saved(retitle(client, activity, title).save())
    make_transition(activity, "submit", by=people.analyst(), note="Voyez le titre.")
    client.force_login(people.reviewer())
    return activity


def status(activity):
    return Activity.objects.get(pk=activity.pk).working_copy.status


def test_the_page_shows_both_versions_who_submitted_and_the_note(client):
    activity = submitted(client, workshop(texts=WHOLE))
    response = client.get(reverse("admin:activities_activity_review", args=[activity.pk]))
    text = Page(response.text).text
    assert "<del>" in response.text
    for words in ("Atelier au Népal", "Formation des zorglubs", "analyst", "Voyez le titre."):
        assert words in text


def test_of_what_readers_never_saw_each_text_is_a_line_of_its_own(client):
    client.force_login(people.reviewer())
    activity = ActivityFactory(texts=WHOLE, status="in_review", reviewed_by="", reviewed_on=None)
    text = review(client, activity).text
    assert text.count("Atelier au Népal") >= 2  # in the trail, and as proposed
    assert "Workshop in Nepal" in text


@pytest.mark.checked
def test_a_fault_blocks_until_it_is_accepted_with_a_reason_that_is_kept(client):
    activity = submitted(client, workshop(texts=WHOLE), title="Un titre.")
    page = review(client, activity)
    (fault,) = next(field for name, field in page.forms["moves"].items() if name == f"fault-{activity.pk}")
    assert "point" in fault
    said = Page(decide(client, activity, "approve").text).text
    assert "Un titre." in said
    assert status(activity) == "in_review"
    # Only a blank: no reason.
    decide(client, activity, "approve", **{f"fault-{activity.pk}": fault, f"reason-{activity.pk}": "  "})
    assert status(activity) == "in_review"
    decide(
        client,
        activity,
        "approve",
        **{f"fault-{activity.pk}": fault, f"reason-{activity.pk}": "Titre officiel"},
    )
    assert not hasattr(Activity.objects.get(pk=activity.pk), "working_copy")
    assert list(Override.objects.values_list("move__activity", "fault", "reason")) == [
        (activity.pk, fault, "Titre officiel")
    ]


@pytest.mark.checked
def test_a_bulk_approval_lists_the_faults_and_leaves_those_activities_out(client):
    less = ActivityFactory(relations={"themes": [Theme.objects.get(slug="corruption")]})
    sound, faulty = submitted(client, workshop(texts=WHOLE)), submitted(client, less, "Court.")
    pks = [sound.pk, faulty.pk]
    shown = client.post(
        reverse("admin:activities_activity_changelist"),
        {"action": "approve_selected", "_selected_action": pks},
    )
    form = Page(shown.text).forms["bulk-move"]
    assert f"fault-{faulty.pk}" in form
    assert f"fault-{sound.pk}" not in form
    client.post(reverse("admin:activities_activity_bulk_move"), form)
    assert not hasattr(Activity.objects.get(pk=sound.pk), "working_copy")
    assert status(faulty) == "in_review"


def test_an_author_recalls_what_was_submitted_and_nobody_else_does(client):
    activity = submitted(client, workshop(texts=WHOLE))
    other = people.person("autre", "analyst")
    assert "recall" not in open_transitions(Activity.objects.get(pk=activity.pk), other)
    client.force_login(people.analyst())
    decide(client, activity, "recall")
    assert status(activity) == "draft"
    assert saved(retitle(client, activity, "Encore mieux").save())


def mended(client, activity, title="Formation des zorglubs, virgule"):
    form = change_form(client, activity)
    form.fill(form.row("texts", language="fr"), title=title)
    assert saved(form.save())


def test_an_editor_who_mends_a_comma_approves_once_the_author_confirms(client):
    activity = submitted(client, workshop(texts=WHOLE))
    mended(client, activity)
    editor = people.reviewer()
    with pytest.raises(ValidationError):
        make_transition(activity, "approve", by=editor)
    with pytest.raises(ValidationError):
        make_transition(activity, "confirm", by=editor)
    make_transition(activity, "confirm", by=people.analyst())
    # Whoever confirmed vouches for the text: they cannot approve it.
    assert "approve" not in open_transitions(Activity.objects.get(pk=activity.pk), people.analyst())
    make_transition(activity, "approve", by=editor)
    assert Activity.objects.get(pk=activity.pk).texts.get(language="fr").title.endswith("virgule")


def test_an_editor_who_mends_again_after_the_confirmation_is_an_author_again(client):
    activity = submitted(client, workshop(texts=WHOLE))
    mended(client, activity)
    make_transition(activity, "confirm", by=people.analyst())
    mended(client, activity, "Tout autre chose")
    with pytest.raises(ValidationError):
        make_transition(activity, "approve", by=people.reviewer())


def test_an_editor_sends_back_their_own_slip_and_may_approve_what_the_author_submits_again(client):
    activity = submitted(client, workshop(texts=WHOLE))
    mended(client, activity)
    make_transition(activity, "send_back", by=people.reviewer(), note="À vous.")
    make_transition(activity, "submit", by=people.analyst())
    make_transition(activity, "approve", by=people.reviewer())


def test_an_editor_who_wrote_the_draft_never_approves_it_by_a_confirmation():
    activity, editor = (
        workshop(texts=WHOLE, status="draft", reviewed_by="", reviewed_on=None),
        people.reviewer(),
    )
    make_transition(activity, "submit", by=editor)
    with pytest.raises(ValidationError):
        make_transition(activity, "confirm", by=people.analyst())
    with pytest.raises(ValidationError):
        make_transition(activity, "approve", by=editor)


def test_a_comment_is_made_answered_and_closed(client):
    activity = submitted(client, workshop(texts=WHOLE))
    target = reverse("admin:activities_activity_comment", args=[activity.pk])
    client.post(target, {"place": "Texte · Français · titre", "text": "Pourquoi <b>zorglubs</b> ?"})
    thread = Comment.objects.get()
    client.force_login(people.analyst())
    assert "Pourquoi" in client.get(reverse("admin:activities_activity_review", args=[activity.pk])).text
    client.post(target, {"thread": thread.pk, "text": "C’est leur nom."})
    client.force_login(people.reviewer())
    client.post(target, {"thread": thread.pk, "close": "1"})
    thread.refresh_from_db()
    assert thread.closed_by == people.reviewer()
    page = client.get(reverse("admin:activities_activity_review", args=[activity.pk])).text
    assert "C’est leur nom." in page
    assert "<b>zorglubs" not in page


def test_a_reader_of_the_admin_neither_comments_nor_decides(client):
    activity = submitted(client, workshop(texts=WHOLE))
    client.force_login(people.reader())
    target = reverse("admin:activities_activity_comment", args=[activity.pk])
    assert client.post(target, {"text": "Non"}).status_code == 403
    assert client.get(target).status_code in (400, 403)
    assert decide(client, activity, "approve").status_code == 403
    assert not Comment.objects.exists()
    assert "<textarea" not in client.get(reverse("admin:activities_activity_review", args=[activity.pk])).text


def test_comments_belong_to_their_activity(client):
    activity, other = submitted(client, workshop(texts=WHOLE)), ActivityFactory()
    thread = Comment.objects.create(activity=other, text="Ailleurs", by=people.reviewer())
    target = reverse("admin:activities_activity_comment", args=[activity.pk])
    assert client.post(target, {"thread": thread.pk, "close": "1"}).status_code == 404
    assert client.post(target, {"thread": "9" * 30, "close": "1"}).status_code == 404


def test_a_submission_saves_what_was_typed(client):
    activity = workshop(texts=WHOLE)
    client.force_login(people.analyst())
    assert saved(retitle(client, activity).save())
    form = change_form(client, activity)
    form.fill(form.row("texts", language="fr"), title="Tapé, puis soumis")
    form.fill(move="submit", note="Voilà.")
    assert saved(form.save())
    copy = Activity.objects.get(pk=activity.pk).working_copy
    assert copy.status == "in_review"
    assert "Tapé, puis soumis" in str(copy.rows)
    assert Move.objects.latest("at").note == "Voilà."


def test_a_form_that_cannot_be_saved_is_not_submitted_and_keeps_the_note(client):
    activity = workshop(texts=WHOLE)
    client.force_login(people.analyst())
    assert saved(retitle(client, activity).save())
    form = change_form(client, activity)
    form.fill(form.row("texts", language="fr"), title="")
    form.fill(move="submit", note="Voilà.")
    response = form.save()
    assert response.status_code == 200
    assert "Voilà." in response.text
    assert status(activity) == "draft"


def test_a_decision_on_an_untouched_form_makes_nobody_an_author(client):
    activity = submitted(client, workshop(texts=WHOLE))
    form = change_form(client, activity)
    form.fill(move="approve", note="")
    assert saved(form.save())
    assert not hasattr(Activity.objects.get(pk=activity.pk), "working_copy")
