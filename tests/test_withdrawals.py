"""A withdrawn activity leads to its successor, or states why it was withdrawn; its ref stays issued."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from activities.editing import make_transition, version_token
from activities.models import Activity, Withdrawal
from tests import people
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db

REASON = {"reason_fr": "Deux fiches en une.", "reason_en": "Two records in one."}
PAGES = ("/fr/activites/{}/", "/en/activities/{}/", "/id/{}", "/fr/activites/{}.bib")


def gone(**stated):
    """A withdrawn activity with what its withdrawal states."""
    activity = ActivityFactory()
    withdrawal = Withdrawal(ref=activity.ref, **stated)
    return make_transition(activity, "withdraw", by=people.reviewer(), note="Note.", withdrawal=withdrawal)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_replaced_activity_leads_to_that_of_its_successor(client, page):
    successor = ActivityFactory()
    response = client.get(page.format(gone(replaced_by=successor).ref))
    assert (response.status_code, response["Location"]) == (301, page.format(successor.ref))


@pytest.mark.parametrize(
    ("page", "said", "other"),
    [
        ("/fr/activites/{}/", "Deux fiches en une.", "Two records in one."),
        ("/en/activities/{}/", "Two records in one.", "Deux fiches en une."),
    ],
)
def test_without_a_successor_the_page_states_the_reason(client, page, said, other):
    response = client.get(page.format(gone(**REASON).ref))
    assert response.status_code == 410
    assert said in response.text
    assert other not in response.text


def test_a_ref_that_this_database_never_had_answers_by_its_withdrawal(client):
    successor = ActivityFactory()
    Withdrawal.objects.create(ref="2099-099-1", replaced_by=successor)
    Withdrawal.objects.create(ref="2099-099-2", **REASON)
    assert client.get("/id/2099-099-1")["Location"] == f"/id/{successor.ref}"
    assert client.get("/id/2099-099-2", follow=True).status_code == 410
    assert client.get("/id/2099-099-3").status_code == 404


def test_the_api_names_the_successor_and_the_reason(client):
    successor = ActivityFactory()
    replaced, dropped = gone(replaced_by=successor), gone(**REASON)
    answers = {ref: client.get(f"/api/v1/activities/{ref}/?lang=en") for ref in (replaced.ref, dropped.ref)}
    assert {answer.status_code for answer in answers.values()} == {410}
    assert answers[replaced.ref].json()["replaced_by"] == successor.ref
    assert answers[dropped.ref].json()["replaced_by"] is None
    assert answers[dropped.ref].json()["detail"] == "Two records in one."
    listed = client.get("/api/v1/activities/?since=0&page_size=500").json()
    found = {}
    while True:
        found |= {row["ref"]: row["replaced_by"] for row in listed["withdrawn"]}
        if not listed["next"]:
            break
        listed = client.get(listed["next"]).json()
    assert found[replaced.ref] == successor.ref
    assert found[dropped.ref] is None


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_a_published_activity_can_replace_another(status):
    with pytest.raises(ValidationError):
        gone(replaced_by=ActivityFactory(status=status))


def test_an_activity_does_not_replace_itself():
    activity = ActivityFactory()
    withdrawal = Withdrawal(ref=activity.ref, replaced_by=activity)
    with pytest.raises(ValidationError):
        make_transition(activity, "withdraw", by=people.reviewer(), note="Note.", withdrawal=withdrawal)


def test_an_activity_published_again_has_its_own_page_again(client):
    activity = gone(replaced_by=ActivityFactory())
    make_transition(activity, "reopen", by=people.reviewer())
    assert client.get(f"/en/activities/{activity.ref}/").status_code == 301
    people.reviewed(activity)
    assert client.get(f"/en/activities/{activity.ref}/").status_code == 200
    assert not Withdrawal.objects.filter(ref=activity.ref).exists()


def withdraw_in_admin(activity, **stated):
    desk = Client()
    desk.force_login(people.reviewer())
    page = reverse("admin:activities_activity_change", args=[activity.pk])
    assert 'name="replaced_by"' in desk.get(page).text
    token = version_token(Activity.objects.get(pk=activity.pk))
    posted = {"move": "withdraw", "note": "Note.", "version_token": token, **stated}
    answer = desk.post(reverse("admin:activities_activity_move", args=[activity.pk]), posted, follow=True)
    activity.refresh_from_db()
    return answer.text


def test_an_editor_states_the_successor_when_withdrawing():
    activity, successor = ActivityFactory(), ActivityFactory()
    withdraw_in_admin(activity, replaced_by=successor.ref)
    assert activity.status == "withdrawn"
    assert Withdrawal.objects.get(ref=activity.ref).replaced_by == successor


def test_an_editor_states_the_reason_when_withdrawing():
    activity = ActivityFactory()
    withdraw_in_admin(activity, **REASON)
    assert Withdrawal.objects.get(ref=activity.ref).reason_en == REASON["reason_en"]


@pytest.mark.parametrize("stated", [{"replaced_by": "2099-099-9"}, {"reason_fr": "Seulement en français."}])
def test_what_is_stated_wrongly_withdraws_nothing(stated):
    activity = ActivityFactory()
    withdraw_in_admin(activity, **stated)
    assert activity.status == "published"
    assert not Withdrawal.objects.filter(ref=activity.ref).exists()
