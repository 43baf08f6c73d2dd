"""The log of who did what and when is read by administrators, and written by nobody."""

import pytest
from django.urls import reverse

from activities.editing import make_transition
from activities.models import Country
from tests import people
from tests.admin.forms import AdminForm
from tests.factories import ActivityFactory
from tests.html import Page
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

MOVES = reverse("admin:activities_move_changelist")
CHANGES = reverse("admin:admin_logentry_changelist")


def rows(page):
    return Page(page.text).text


def sign_in(client, password):
    return client.post("/admin/login/", {"username": "analyst", "password": password})


@pytest.mark.usefixtures("member")
def test_each_sign_in_stands_in_a_list_failed_ones_in_another(client):
    sign_in(client, "faux")
    sign_in(client, PASSWORD)
    client.force_login(people.administrator())
    for name in ("accesslog", "accessfailurelog"):
        page = client.get(reverse(f"admin:axes_{name}_changelist"))
        assert page.status_code == 200
        assert "analyst" in rows(page), name


def test_moves_stand_in_a_list_newest_first_with_their_notes(client):
    first, second = ActivityFactory.create_batch(2, status="draft")
    for activity in (first, second):
        make_transition(activity, "submit", by=people.analyst())
    make_transition(first, "send_back", by=people.reviewer(), note="Le chiffre du § 1 manque.")
    client.force_login(people.administrator())
    text = rows(client.get(MOVES))
    assert "Le chiffre du § 1 manque." in text
    assert text.index("Le chiffre du § 1 manque.") < text.index(second.ref)
    only = rows(client.get(MOVES, {"q": second.ref}))
    assert second.ref in only
    assert first.ref not in only


def test_a_change_of_a_reference_table_stands_in_the_list_of_changes(client):
    client.force_login(people.reviewer())
    form = AdminForm(
        client, reverse("admin:activities_country_change", args=[Country.objects.get(iso3="TUV").pk])
    )
    form.fill(name_en="Tuvalu (the islands)")
    form.save()
    client.force_login(people.administrator())
    text = rows(client.get(CHANGES))
    assert "reviewer" in text
    assert "Tuvalu" in text


@pytest.mark.parametrize(("target", "number"), [(MOVES, 11), (CHANGES, 11)])
def test_a_list_costs_the_same_however_long_it_is(client, django_assert_num_queries, target, number):
    client.force_login(people.administrator())
    editor = people.reviewer()
    for activity in ActivityFactory.create_batch(3, status="draft"):
        make_transition(activity, "submit", by=editor)
    client.get(target)
    with django_assert_num_queries(number):
        client.get(target)
    make_transition(ActivityFactory(status="draft"), "submit", by=editor)
    with django_assert_num_queries(number):
        client.get(target)
