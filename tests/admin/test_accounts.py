"""Nobody gives themselves a role or has another's password, and those concerned are told."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from activities.models import Notice
from tests import people
from tests.admin.forms import AdminForm
from tests.html import Page

pytestmark = pytest.mark.django_db

LIST = reverse("admin:auth_user_changelist")


def page_of(user, page="change"):
    return reverse(f"admin:auth_user_{page}", args=[user.pk])


def group(name):
    return Group.objects.get(name=name)


def plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")


def desk_of(user):
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return plain(Page(client.get("/admin/").text).text)


def record():
    return plain(LogEntry.objects.latest("pk").get_change_message())


# Nobody changes their own roles, by any door.

ROLES = {"is_staff": "", "is_active": "", "is_superuser": "on", "user_permissions": "1"}


@pytest.mark.parametrize("who", [people.administrator, lambda: User.objects.create_superuser("above")])
@pytest.mark.parametrize("sent", ["form", "crafted"])
def test_nobody_changes_their_own_role(client, who, sent):
    user = who()
    before = (user.is_superuser, set(user.groups.all()))
    client.force_login(user)
    form = AdminForm(client, page_of(user))
    assert not {"groups", "is_active", "is_staff", "is_superuser", "user_permissions"} & set(form.values)
    form.fill(first_name="Ada")
    if sent == "crafted":
        form.fill(**ROLES, groups=[str(one.pk) for one in Group.objects.all()])
    assert form.save().status_code == 302
    user = User.objects.get(pk=user.pk)
    assert user.first_name == "Ada"
    assert (user.is_superuser, set(user.groups.all())) == before
    assert user.is_active
    assert user.is_staff
    assert not user.user_permissions.exists()


@pytest.mark.parametrize("who", [people.administrator, lambda: User.objects.create_superuser("above")])
@pytest.mark.parametrize("page", ["change", "add", "delete"])
def test_nobody_gives_a_role_more_rights(client, who, page):
    client.force_login(who())
    role = group("administrator")
    before = set(role.permissions.all())
    rights = [str(one.pk) for one in Permission.objects.all()]
    target = reverse(f"admin:auth_group_{page}", args=[role.pk] if page != "add" else [])
    response = client.post(target, {"name": "mine", "permissions": rights, "post": "yes"})
    assert response.status_code == 403
    assert set(group("administrator").permissions.all()) == before
    assert Group.objects.count() == 3


def test_no_action_of_a_list_touches_roles(office):
    offered = re.findall(r'<option value="(\w+)"', office.get(LIST).text)
    assert set(offered) <= {"end_sessions", "forget_second_factor"}
    offered = re.findall(r'<option value="(\w+)"', office.get(reverse("admin:auth_group_changelist")).text)
    assert offered == []


def test_an_administrator_gives_another_a_role_but_no_right_beside_it(office):
    user = people.analyst()
    form = AdminForm(office, page_of(user))
    form.fill(is_superuser="on", user_permissions="1", groups=str(group("editor").pk))
    assert form.save().status_code == 302
    user = User.objects.get(pk=user.pk)
    assert [one.name for one in user.groups.all()] == ["editor"]
    assert not user.is_superuser
    assert not user.user_permissions.exists()


# What was changed stands in the record with its values, and those concerned are told.


def test_the_record_says_from_what_to_what_and_never_a_password(office):
    user = people.with_password(people.analyst())
    form = AdminForm(office, page_of(user))
    form.fill(groups=str(group("editor").pk), email="ada@example.org", first_name="Ada")
    form.values.pop("is_active")
    form.save()
    said = record()
    for change in ("analyst → editor", "– → ada@example.org", "– → Ada", "oui → non"):
        assert change in said
    assert user.password not in LogEntry.objects.latest("pk").change_message
    assert "analyst → editor" in plain(office.get(reverse("admin:admin_logentry_changelist")).text)


def test_who_has_a_new_role_and_the_other_administrators_are_told_until_they_dismiss_it(
    office, administrator, other
):
    user = people.analyst()
    form = AdminForm(office, page_of(user))
    form.fill(groups=str(group("editor").pk))
    form.save()
    assert "Votre rôle a été changé par administrator le " in desk_of(user)
    assert "analyst → editor" in desk_of(user)
    assert "Le rôle de analyst a été changé par administrator le " in desk_of(other)
    assert "rôle" not in desk_of(administrator).partition("Changements de comptes")[2]
    theirs = Client()
    theirs.force_login(other)
    notice = Notice.objects.get(recipient=user)
    theirs.post(reverse("admin:auth_user_dismiss"), {"one": notice.pk})
    assert "Votre rôle a été changé" in desk_of(user)  # only its recipient dismisses it
    theirs.force_login(user)
    form = Page(theirs.get("/admin/").text).forms["notices"]
    assert theirs.post(reverse("admin:auth_user_dismiss"), form).status_code == 302
    assert "Votre rôle a été changé" not in desk_of(user)
    assert Notice.objects.filter(pk=notice.pk, dismissed_at__isnull=False).exists()


def test_what_the_page_has_not_shown_is_not_dismissed(office, administrator):
    user = people.analyst()
    office.post(page_of(user, "link"))
    theirs = Client()
    theirs.force_login(user)
    form = Page(theirs.get("/admin/").text).forms["notices"]
    office.post(page_of(user, "link"))
    theirs.post(reverse("admin:auth_user_dismiss"), form)
    assert Notice.objects.filter(recipient=user, dismissed_at=None).count() == 1


def test_a_new_role_begins_with_a_new_session(office):
    user = people.analyst()
    theirs = Client()
    theirs.force_login(user)
    key = theirs.session.session_key
    form = AdminForm(office, page_of(user))
    form.fill(first_name="Ada")
    form.save()
    assert Session.objects.filter(pk=key).exists()
    form = AdminForm(office, page_of(user))
    form.fill(groups=str(group("editor").pk))
    form.save()
    assert not Session.objects.filter(pk=key).exists()


@pytest.mark.parametrize(
    ("action", "said", "told"),
    [
        ("forget_second_factor", "second facteur", "Votre second facteur a été supprimé par administrator"),
        ("end_sessions", "sessions ont été terminées", "Vos sessions ont été terminées par administrator"),
    ],
)
def test_an_action_on_an_account_is_recorded_and_told(
    office, settings, administrator, other, action, said, told
):
    user = people.analyst()
    TOTPDevice.objects.create(user=user, confirmed=True)
    settings.TWO_FACTOR = True
    session = office.session
    device = TOTPDevice.objects.create(user=administrator, confirmed=True)
    session["otp_device_id"] = device.persistent_id
    session.save()
    office.post(LIST, {"action": action, "_selected_action": [user.pk]})
    settings.TWO_FACTOR = False
    assert said in record()
    assert told in desk_of(user)
    assert "de analyst" in desk_of(other)


def test_the_desk_asks_as_many_questions_for_many_notices(office, django_assert_num_queries, settings):
    user = people.analyst()
    theirs = Client()
    theirs.force_login(user)
    office.post(page_of(user, "link"))
    theirs.get("/admin/")
    with django_assert_num_queries(17):
        theirs.get("/admin/")
    for _more in range(3):
        office.post(page_of(user, "link"))
    with django_assert_num_queries(17):
        theirs.get("/admin/")
