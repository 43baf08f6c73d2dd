"""A second factor where a setting asks for it: nobody reaches the admin without."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import people
from tests.admin.forms import AdminForm
from tests.factories import ActivityFactory
from tests.html import Page
from tests.people import PASSWORD
from tests.test_security import assert_strict, blocked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_factors(settings):
    settings.TWO_FACTOR = True


def password(client, **more):
    sent = {"username": "analyst", "password": PASSWORD, **more}
    return client.post("/admin/login/?next=/admin/", sent)


def code(device, ahead=0):
    made = TOTP(device.bin_key, device.step, device.t0, device.digits)
    made.time = time.time() + ahead * device.step
    return f"{made.token():06d}"


def test_the_first_sign_in_sets_it_up(client, member):
    page = password(client)
    device = TOTPDevice.objects.get(user=member)
    assert not device.confirmed
    assert "desk-code" in page.text
    key = re.search(r"<code>([A-Z2-7 =]+)</code>", page.text)[1].replace(" ", "")
    assert f"secret={key}" in device.config_url
    assert_strict(page)
    assert blocked(page.text) == []
    assert client.get("/admin/").status_code == 302
    response = client.post("/admin/login/", {"token": code(device), "next": "/admin/activities/"})
    assert (response.status_code, response.url) == (302, "/admin/activities/")
    assert client.get("/admin/").status_code == 200
    assert TOTPDevice.objects.get(user=member).confirmed


def test_a_session_has_a_new_key_once_it_may_do_more(client, member):
    """Whoever knew the key before the second factor knows nothing afterwards."""
    client.cookies["sessionid"] = "fixed-by-somebody-else"
    password(client)
    first, token = client.session.session_key, client.cookies["csrftoken"].value
    device = TOTPDevice.objects.get(user=member)
    client.post("/admin/login/", {"token": code(device)})
    assert client.session.session_key not in (first, "fixed-by-somebody-else")
    assert client.cookies["csrftoken"].value != token
    assert not Session.objects.filter(pk=first).exists()
    client.cookies["sessionid"] = first
    assert client.get("/admin/").status_code == 302


def test_a_wrong_code_leaves_the_session_as_it_is(client, member):
    password(client)
    first = client.session.session_key
    client.post("/admin/login/", {"token": "abc"})
    assert client.session.session_key == first


def test_the_key_is_shown_once(client, member):
    TOTPDevice.objects.create(user=member, confirmed=True)
    page = password(client)
    assert "desk-code" not in page.text
    assert TOTPDevice.objects.get(user=member).key not in page.text


def test_a_password_alone_opens_nothing(client, member):
    TOTPDevice.objects.create(user=member, confirmed=True)
    password(client)
    activity = ActivityFactory()
    for name, arguments in (
        ("index", []),
        ("activities_activity_changelist", []),
        ("activities_activity_change", [activity.pk]),
        ("password_change", []),
    ):
        response = client.get(reverse(f"admin:{name}", args=arguments))
        assert response.status_code == 302
        assert "/admin/login/" in response.url
    response = client.post(reverse("admin:activities_activity_move", args=[activity.pk]), {"move": "submit"})
    assert "Second facteur" in Page(response.text).text
    assert not activity.moves.exists()


def test_a_wrong_code_opens_nothing_and_guessing_is_slowed(client, member):
    device = TOTPDevice.objects.create(user=member, confirmed=True)
    password(client)
    wrong = f"{(int(code(device)) + 1) % 1_000_000:06d}"
    assert "incorrect" in Page(client.post("/admin/login/", {"token": wrong}).text).text
    # The right one is refused too, for a moment.
    assert client.post("/admin/login/", {"token": code(device)}).status_code == 200
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("token", ["", "abc", "12345678901234567890", "é", "\x00"])
def test_what_is_no_code_is_refused(client, member, token):
    TOTPDevice.objects.create(user=member, confirmed=True)
    password(client)
    assert client.post("/admin/login/", {"token": token}).status_code == 200


def test_a_code_works_once(client, member):
    device = TOTPDevice.objects.create(user=member, confirmed=True)
    used = code(device)
    password(client)
    assert client.post("/admin/login/", {"token": used}).status_code == 302
    client.post("/admin/logout/")
    password(client)
    assert client.post("/admin/login/", {"token": used}).status_code == 200


def test_the_way_on_stays_on_this_site(client, member):
    device = TOTPDevice.objects.create(user=member, confirmed=True)
    password(client)
    response = client.post("/admin/login/", {"token": code(device), "next": "https://evil.example/"})
    assert response.url == "/admin/"


def test_who_has_no_code_can_sign_out(client, member):
    password(client)
    client.post("/admin/login/", {"sign_out": "1"})
    assert "_auth_user_id" not in client.session


def test_what_was_typed_comes_through_both_steps(client, member):
    device = TOTPDevice.objects.create(user=member, confirmed=True)
    activity = ActivityFactory()
    target = reverse("admin:activities_activity_change", args=[activity.pk])
    password(client)
    client.post("/admin/login/", {"token": code(device)})
    form = AdminForm(client, target)
    form.fill(source_note_fr="Une note.")
    client.session.flush()
    page = Page(form.save().text)
    unsaved = next(field["value"] for field in page.all("input") if field.get("name") == "unsaved_form")
    page = Page(password(client, unsaved_form=unsaved).text)
    unsaved = next(field["value"] for field in page.all("input") if field.get("name") == "unsaved_form")
    device.refresh_from_db()
    response = client.post("/admin/login/", {"token": code(device, 1), "unsaved_form": unsaved})
    assert "Une note." in response.text
    assert 'id="resume"' in response.text


def test_an_administrator_has_it_forgotten(client, member, settings):
    settings.TWO_FACTOR = False
    TOTPDevice.objects.create(user=member, confirmed=True)
    client.force_login(people.administrator())
    target = reverse("admin:auth_user_changelist")
    sent = {"action": "forget_second_factor", "_selected_action": [member.pk]}
    client.post(target, sent)
    assert TOTPDevice.objects.exists()  # the action is there where the setting is
    settings.TWO_FACTOR = True
    administrator = people.administrator()
    device = TOTPDevice.objects.create(user=administrator, confirmed=True)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    client.post(target, sent)
    assert not TOTPDevice.objects.filter(user=member).exists()


def test_without_the_setting_nothing_of_it_is_seen(client, member, settings):
    settings.TWO_FACTOR = False
    assert password(client).status_code == 302
    client.force_login(people.administrator())
    assert "second facteur" not in client.get(reverse("admin:auth_user_changelist")).text
    assert "TOTP" not in client.get("/admin/").text
    assert not TOTPDevice.objects.exists()
