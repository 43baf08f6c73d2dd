"""Nothing that was typed is lost when a session ends; sessions end when they should."""

import json
import re
import time
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from activities.editing import make_transition, version_token
from activities.models import Activity, Country
from tests import people
from tests.admin.forms import AdminForm
from tests.admin.test_editing import saved
from tests.factories import ActivityFactory
from tests.html import Page
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

TITLE = "Un titre qui m’a coûté deux heures <b>&amp;</b>"


@pytest.fixture
def typing(client, member, activity):
    """A form with a new title, whose session has just ended."""
    client.force_login(member)
    form = AdminForm(client, address("change", activity))
    form.fill(form.row("texts", language="fr"), title=TITLE)
    Session.objects.all().delete()
    return form


def address(page, record):
    return reverse(f"admin:activities_{record._meta.model_name}_{page}", args=[record.pk])


def hidden(response, name="unsaved_form"):
    """The value of a hidden field of a page, unescaped."""
    return next(field["value"] for field in Page(response.text).all("input") if field.get("name") == name)


def leads_to(response, form):
    return unescape(re.search(f'action="([^"]+)"[^>]*id="{form}"', response.text)[1])


def signed_in(client, response, password=PASSWORD, **more):
    sent = {"username": "analyst", "password": password, "unsaved_form": hidden(response), **more}
    return client.post(leads_to(response, "login-form"), sent)


def resumed(client, response):
    """The form that the page after the sign-in leads back to."""
    form = Page(response.text).forms["resume"]
    return client.post(leads_to(response, "resume"), {name: values for name, values in form.items() if name})


def test_the_sign_in_page_explains_and_contains_the_unsaved_form(client, typing):
    response = typing.save()
    assert response.status_code == 200
    assert "Rien n’est perdu" in Page(response.text).text
    fields = json.loads(hidden(response))["fields"]
    assert TITLE in fields["texts-0-title"]
    assert "csrfmiddlewaretoken" not in fields
    assert "<b>" not in response.text


def test_after_signing_in_the_form_is_back_and_nothing_is_saved_yet(client, typing, activity):
    response = signed_in(client, typing.save())
    assert "toujours là" in Page(response.text).text
    assert "<b>" not in response.text
    form = resumed(client, response)
    assert form.status_code == 200
    assert "pas encore enregistré" in Page(form.text).text
    values = next(found for name, found in Page(form.text).forms.items() if name == "activity_form")
    assert values["texts-0-title"] == [TITLE]
    assert not hasattr(Activity.objects.get(pk=activity.pk), "working_copy")
    assert saved(client.post(typing.address, values))
    rows = Activity.objects.get(pk=activity.pk).working_copy.rows
    assert any(row["fields"].get("title") == TITLE for row in rows)


def test_a_wrong_password_loses_nothing_either(client, typing):
    response = signed_in(client, typing.save(), password="faux")
    assert TITLE in json.loads(hidden(response))["fields"]["texts-0-title"]
    assert "toujours là" in Page(signed_in(client, response).text).text


def test_a_save_meanwhile_is_a_conflict_after_sign_in_too(client, typing, activity, member):
    other = people.person("autre", "analyst")
    client.force_login(other)
    theirs = AdminForm(client, typing.address)
    theirs.fill(theirs.row("texts", language="fr"), title="Le leur")
    assert saved(theirs.save())
    Session.objects.all().delete()
    form = resumed(client, signed_in(client, typing.save()))
    assert re.search(r"Dernier enregistrement par\s+autre\b", Page(form.text).text)
    assert TITLE in form.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;amp;", "&amp;")


def test_a_move_is_not_made_by_coming_back(client, member, activity):
    client.force_login(member)
    Activity.objects.filter(pk=activity.pk).update(status="draft")
    sent = {
        "move": "submit",
        "version_token": version_token(Activity.objects.get(pk=activity.pk)),
        "note": "Fini",
    }
    Session.objects.all().delete()
    response = resumed(client, signed_in(client, client.post(address("move", activity), sent)))
    assert Activity.objects.get(pk=activity.pk).status == "draft"
    assert "Fini" in client.get(response.url).text


def test_a_record_of_a_reference_table_comes_back_too(client, member):
    editor = people.reviewer()
    client.force_login(editor)
    form = AdminForm(client, address("change", Country.objects.get(iso3="TUV")))
    form.fill(name_en="Tuvalu (the islands)")
    Session.objects.all().delete()
    response = form.save()
    people.with_password(editor)
    response = signed_in(client, response, username="reviewer")
    form = resumed(client, response)
    assert "Tuvalu (the islands)" in form.text
    assert Country.objects.get(iso3="TUV").name_en == "Tuvalu"


@pytest.mark.parametrize(
    "unsaved",
    [
        "nothing",
        "[]",
        "{}",
        '{"path": 1, "fields": {}}',
        '{"path": "https://example.org/", "fields": {"a": ["b"]}}',
        '{"path": "//example.org/admin/", "fields": {"a": ["b"]}}',
        '{"path": "/fr/", "fields": {"a": ["b"]}}',
        '{"path": "/admin/password_change/", "fields": {"old_password": ["b"]}}',
        '{"path": "/admin/activities/activity/1/change/", "fields": {"a": "b"}}',
        '{"path": "/admin/activities/activity/1/change/", "fields": {"a": [1]}}',
        '{"path": "/admin/activities/activity/1/change/", "fields": [1]}',
    ],
)
def test_a_malformed_or_foreign_form_is_dropped(client, member, unsaved):
    response = client.post(
        "/admin/login/?next=/admin/", {"username": "analyst", "password": PASSWORD, "unsaved_form": unsaved}
    )
    assert (response.status_code, response.url) == (302, "/admin/")


def test_a_form_with_a_password_is_dropped(client, member):
    target = reverse("admin:auth_user_add")
    response = client.post(target, {"username": "x", "password1": "secret-secret", "password2": "secret"})
    assert response.status_code == 302
    assert "secret" not in response.url


def enforcing(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    return client


@pytest.mark.parametrize(("origin", "kept"), [("http://testserver", True), ("https://evil.example", False), (None, False)])  # fmt: skip
def test_a_form_with_an_outdated_token_is_recovered_if_it_is_our_own(member, activity, origin, kept):
    client = enforcing(member)
    form = AdminForm(client, address("change", activity))
    form.fill(form.row("texts", language="fr"), title=TITLE)
    sent = {**form.values, "csrfmiddlewaretoken": "a" * 64}
    response = client.post(form.address, sent, headers={"origin": origin} if origin else {})
    assert response.status_code == 403
    assert ("toujours là" in Page(response.text).text) == kept
    assert not hasattr(Activity.objects.get(pk=activity.pk), "working_copy")


def test_an_activity_submitted_meanwhile_loses_nothing_of_the_unsaved_form(client, member, activity):
    draft = ActivityFactory(status="draft", relations={"themes": list(activity.themes.all())})
    client.force_login(member)
    form = AdminForm(client, address("change", draft))
    form.fill(form.row("texts", language="fr"), title=TITLE)
    make_transition(draft, "submit", by=people.person("autre", "analyst"))
    response = form.save()
    assert response.status_code == 403
    text = Page(response.text).text
    assert TITLE in text
    assert "autre" in text
    assert "<b>" not in response.text
    assert draft.texts.get(language="fr").title == "Titre"


# Limits


def test_a_session_lives_while_it_is_used_and_no_longer_than_its_life(client, member, settings, monkeypatch):
    client.force_login(member)
    now = time.time()
    client.get("/admin/")
    for hours in (1, 5, 11):
        monkeypatch.setattr("unodc_catalogue.middleware.time.time", lambda hours=hours: now + hours * 3600)
        assert client.get("/admin/").status_code == 200
    monkeypatch.setattr("unodc_catalogue.middleware.time.time", lambda: now + 12.1 * 3600)
    assert client.get("/admin/").status_code == 302
    assert not Session.objects.exists()


def test_signing_in_again_begins_a_new_life(client, member, monkeypatch):
    client.force_login(member)
    session = client.session
    session["began"] = time.time() - 11.9 * 3600
    session.save()
    client.post("/admin/login/?next=/admin/", {"username": "analyst", "password": PASSWORD})
    assert time.time() - client.session["began"] < 60


def test_a_session_ends_with_the_browser_and_two_hours_after_its_last_page(client, member):
    response = client.post("/admin/login/?next=/admin/", {"username": "analyst", "password": PASSWORD})
    cookie = response.cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"], cookie["path"]) == ("", "", "/admin/")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    left = Session.objects.get().expire_date.timestamp() - time.time()
    assert left == pytest.approx(2 * 3600, abs=60)


def test_a_new_password_ends_the_other_sessions(client, member):
    other = Client()
    client.force_login(member)
    other.force_login(member)
    member.set_password("une autre phrase assez longue")
    member.save()
    assert other.get("/admin/").status_code == 302


def test_an_administrator_ends_all_sessions_of_an_account(client, member):
    theirs = Client()
    theirs.force_login(member)
    client.force_login(people.administrator())
    sent = {"action": "end_sessions", "_selected_action": [member.pk]}
    response = client.post(reverse("admin:auth_user_changelist"), sent, follow=True)
    assert "1 session terminée" in Page(response.text).text.replace("\xa0", " ")
    assert theirs.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_nobody_ends_the_sessions_of_a_superuser_above_them(client):
    above = User.objects.create_superuser("above")
    theirs = Client()
    theirs.force_login(above)
    client.force_login(people.administrator())
    sent = {"action": "end_sessions", "_selected_action": [above.pk]}
    client.post(reverse("admin:auth_user_changelist"), sent)
    assert theirs.get("/admin/").status_code == 200
