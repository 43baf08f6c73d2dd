"""People set their own password by a link, which an administrator makes and passes on."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from activities.admin.links import tokens
from activities.models import Notice
from tests import people
from tests.admin.forms import AdminForm
from tests.admin.test_accounts import desk_of, group, page_of, plain, record
from tests.people import PASSWORD
from tests.test_security import assert_strict, blocked

pytestmark = pytest.mark.django_db

ADD = reverse("admin:auth_user_add")
NEW = "une autre phrase assez longue"


def link_of(client, user):
    page = client.post(page_of(user, "link"))
    assert page.status_code == 200
    assert_strict(page)
    assert blocked(page.text) == []
    return re.search(r'id="the-link">http://testserver(/[^<]+)<', page.text)[1]


def follow(link, password=NEW, client=None):
    client = client or Client()
    opened = client.get(link)
    if opened.status_code != 302:
        return opened
    page = client.get(opened.url)
    assert_strict(page)
    assert blocked(page.text) == []
    assert tokens.key_salt not in opened.url
    assert link not in opened.url
    return client.post(opened.url, {"new_password1": password, "new_password2": password})


def test_a_link_sets_the_password_of_its_account_once(office, administrator, other):
    user = people.analyst()
    link = link_of(office, user)
    response = follow(link)
    assert (response.status_code, response.url) == (302, "/admin/login/")
    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert "n’est plus valable" in follow(link, "une troisième phrase assez longue").text
    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert "par le lien que administrator avait créé" in desk_of(user)
    for one in (administrator, other):
        assert "Le mot de passe de analyst a été défini le" in desk_of(one)
    assert "administrator" in record()
    assert LogEntry.objects.latest("pk").user == user
    assert link not in "".join(LogEntry.objects.values_list("change_message", flat=True))


def test_two_who_opened_the_same_link_do_not_both_set_the_password(office):
    user = people.analyst()
    link = link_of(office, user)
    first, second = Client(), Client()
    pages = [client.get(link).url for client in (first, second)]
    for client, page, password in zip(
        (first, second), pages, (NEW, "une troisième phrase longue"), strict=True
    ):
        client.post(page, {"new_password1": password, "new_password2": password})
    assert User.objects.get(pk=user.pk).check_password(NEW)


@pytest.mark.parametrize(("hours", "works"), [(23, True), (25, False)])
def test_a_link_ends_with_its_day(office, monkeypatch, hours, works):
    user = people.analyst()
    link = link_of(office, user)
    later = tokens._now() + timedelta(hours=hours)
    monkeypatch.setattr(tokens, "_now", lambda: later)
    assert ("n’est plus valable" in follow(link).text) != works
    assert User.objects.get(pk=user.pk).check_password(NEW) == works


def used(user):
    user.set_password(PASSWORD)
    user.save()


ENDED_BY = {
    "a newer link": lambda office, user: link_of(office, user),
    "another password": lambda office, user: used(user),
    "deactivation": lambda office, user: User.objects.filter(pk=user.pk).update(is_active=False),
    "more rights": lambda office, user: User.objects.filter(pk=user.pk).update(is_superuser=True),
    "another address": lambda office, user: User.objects.filter(pk=user.pk).update(email="b@example.org"),
    "a sign-in": lambda office, user: User.objects.filter(pk=user.pk).update(last_login=timezone.now()),
}


@pytest.mark.parametrize("what", ENDED_BY)
def test_a_link_ends_with(office, what):
    user = people.analyst()
    link = link_of(office, user)
    ENDED_BY[what](office, user)
    assert "n’est plus valable" in follow(link).text
    assert not User.objects.get(pk=user.pk).check_password(NEW)


@pytest.mark.parametrize(
    "link", ["MQ/a-b", "x/y-z", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b", "MQ/set-password", "MQ/c8n-é"]
)
def test_an_invented_link_opens_nothing(client, administrator, link):
    response = client.get(f"/admin/auth/user/password/{link}/")
    assert "n’est plus valable" in response.text
    assert "new_password1" not in response.text


def test_a_weak_password_is_refused_and_the_link_still_works(office):
    user = people.analyst()
    link = link_of(office, user)
    assert follow(link, "court").status_code == 200
    assert follow(link).status_code == 302


def test_a_new_password_leaves_the_second_factor_and_ends_the_sessions(office):
    user = people.with_password(people.analyst())
    device = TOTPDevice.objects.create(user=user, confirmed=True)
    theirs = Client()
    theirs.force_login(user)
    link = link_of(office, user)
    assert theirs.get("/admin/").status_code == 200
    follow(link)
    assert theirs.get("/admin/").status_code == 302
    assert TOTPDevice.objects.filter(pk=device.pk, confirmed=True).exists()


def test_an_administrator_who_uses_the_link_in_their_own_session_stands_in_the_record(office, administrator):
    user = people.analyst()
    link = link_of(office, user)
    follow(link, client=office)
    assert LogEntry.objects.latest("pk").user == administrator
    assert "par le lien que administrator avait créé" in desk_of(user)


LINKS = {
    "reader": (people.reader, 403),
    "analyst": (people.person, 403),
    "editor": (people.reviewer, 403),
    "administrator": (people.administrator, 200),
}


@pytest.mark.parametrize("role", LINKS)
def test_who_may_make_a_link(client, role):
    make, status = LINKS[role]
    client.force_login(make("somebody", "analyst") if make is people.person else make())
    user = people.analyst()
    assert client.post(page_of(user, "link")).status_code == status
    assert Notice.objects.filter(event="link").exists() == (status == 200)


def test_no_link_is_made_for_oneself_a_superuser_or_one_who_is_inactive(office, administrator):
    gone = people.person("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for user in (administrator, User.objects.create_superuser("above"), gone):
        assert office.post(page_of(user, "link")).status_code == 403
        assert 'id="link"' not in office.get(page_of(user)).text
    assert office.get(page_of(people.analyst(), "link")).status_code == 400


@pytest.mark.parametrize("who", [people.administrator, lambda: User.objects.create_superuser("above")])
def test_nobody_sets_anothers_password(client, who):
    user = people.with_password(people.analyst())
    client.force_login(who())
    sent = {"password1": NEW, "password2": NEW, "usable_password": "true", "password": NEW}
    target = reverse("admin:auth_user_password_change", args=[user.pk])
    assert client.get(target).status_code == 403
    assert client.post(target, sent).status_code == 403
    form = AdminForm(client, page_of(user))
    assert not [name for name in form.values if "password" in name]
    form.fill(**sent)
    form.save()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_ones_own_password_is_set_by_who_knows_it_and_told(client):
    user = people.with_password(people.administrator())
    client.force_login(user)
    key = client.session.session_key
    target = reverse("admin:auth_user_password_change", args=[user.pk])
    assert client.get(target).url == "/admin/password_change/"
    sent = {"old_password": "faux", "new_password1": NEW, "new_password2": NEW}
    client.post("/admin/password_change/", sent)
    assert not Notice.objects.exists()
    client.post("/admin/password_change/", {**sent, "old_password": PASSWORD})
    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert "Votre mot de passe a été changé le" in desk_of(user)
    assert "personne elle-même" in record()
    assert client.session.session_key != key


def test_a_new_account_has_no_password_until_its_owner_sets_one(office, other):
    form = AdminForm(office, ADD)
    assert not [name for name in form.values if "password" in name]
    form.fill(username="nouvelle", email="n@example.org", groups=str(group("analyst").pk))
    page = form.save()
    user = User.objects.get(username="nouvelle")
    assert not user.has_usable_password()
    assert user.is_staff
    link = re.search(r'id="the-link">http://testserver(/[^<]+)<', page.text)[1]
    assert follow(link).status_code == 302
    signed_in = Client().post("/admin/login/", {"username": "nouvelle", "password": NEW})
    assert signed_in.status_code == 302
    assert "Le compte nouvelle a été créé par administrator" in desk_of(other)
    assert "analyst" in plain(LogEntry.objects.filter(action_flag=1).get().get_change_message())


def test_a_new_account_takes_no_password_from_an_administrator(office):
    form = AdminForm(office, ADD)
    form.fill(username="nouvelle", password1=NEW, password2=NEW, usable_password="true")
    page = form.save()
    assert page.status_code == 200
    assert "définit elle-même son mot de passe" in page.text
    assert not User.objects.filter(username="nouvelle").exists()


def test_names_differ_in_more_than_their_capitals(office):
    people.analyst()
    form = AdminForm(office, ADD)
    form.fill(username="Analyst")
    assert form.save().status_code == 200
    assert not User.objects.filter(username="Analyst").exists()
