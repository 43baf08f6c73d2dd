"""The first page of the admin: what waits, what was sent back, what was published, what can be made better."""

import datetime

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from activities.curation.fixtures import refs
from activities.editing import make_transition, take_snapshot
from activities.models import Figure
from tests import people
from tests.admin.test_copies import retitle
from tests.admin.test_editing import new_activity, saved
from tests.factories import ActivityFactory, ParagraphFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


def desk_of(client, who):
    client.force_login(who())
    return Page(client.get(INDEX).text).text.replace("\xa0", " ").replace("\u202f", " ")


def test_each_sees_what_waits_for_them(client, activity):
    client.force_login(people.analyst())
    assert saved(retitle(client, activity).save())
    client.get(INDEX)  # takes what was said of the activity when it was saved
    assert f"Mes brouillons et modifications (1) {activity.ref}" in desk_of(client, people.analyst)
    assert "En attente de relecture (" not in desk_of(client, people.analyst)
    assert "En attente de relecture (0)" in desk_of(client, people.reviewer)

    make_transition(activity, "submit", by=people.analyst())
    assert f"En attente de relecture (1) {activity.ref}" in desk_of(client, people.reviewer)
    assert "Mes brouillons et modifications (0)" in desk_of(client, people.analyst)

    make_transition(activity, "send_back", by=people.reviewer(), note="Quelle source ?")
    page = desk_of(client, people.analyst)
    assert f"Renvoyées (1) {activity.ref}" in page
    assert "Quelle source ?" in page
    assert "En attente de relecture (0)" in desk_of(client, people.reviewer)

    people.reviewed(activity)
    page = desk_of(client, people.analyst)
    assert "Renvoyées (0)" in page
    assert f"Publiées récemment {activity.ref}" in page


def test_an_edit_that_was_given_up_was_not_published(client, activity):
    client.force_login(people.analyst())
    assert saved(retitle(client, activity).save())
    client.get(INDEX)
    make_transition(activity, "discard", by=people.analyst(), note="Sans objet.")
    assert f"Publiées récemment {activity.ref}" not in desk_of(client, people.analyst)


def an_uncovered_paragraph():
    return ParagraphFactory(number=7)


def an_untranslated_activity():
    return ActivityFactory(texts={"fr": ("Titre", "Résumé")})


def a_figure_without_a_period():
    activity = ActivityFactory()
    template = Figure.objects.filter(activity__isnull=False)[0]
    template.pk, template.activity, template.period = None, activity, ""
    template.save()
    return activity


def a_stale_review():
    return ActivityFactory(reviewed_on=datetime.date(2020, 1, 1))


@pytest.mark.parametrize(
    ("make", "model", "name"),
    [
        (an_uncovered_paragraph, "paragraph", "uncovered"),
        (an_untranslated_activity, "activity", "untranslated"),
        (a_figure_without_a_period, "activity", "without_period"),
        (a_stale_review, "activity", "stale"),
    ],
)
def test_the_quality_of_the_catalogue_is_counted_and_leads_to_its_list(client, make, model, name):
    client.force_login(people.analyst())
    address = f"{reverse(f'admin:activities_{model}_changelist')}?quality={name}"
    before = Page(client.get(address).text)
    row = make()
    assert any(link.get("href") == address for link in Page(client.get(INDEX).text).all("a"))
    listed = client.get(address).text
    assert before.text != Page(listed).text
    if row._meta.model_name == model:
        assert reverse(f"admin:activities_{model}_change", args=[row.pk]) in listed
    other = ActivityFactory(reviewed_on=datetime.date.today())
    if model == "activity":
        assert other.ref not in client.get(f"{address}&q=2099").text


def test_the_desk_is_for_those_who_see_activities(client):
    client.force_login(people.person("nobody"))
    response = client.get(INDEX)
    assert response.status_code == 200
    assert "Ce qui peut être amélioré" not in response.text


def some_of_everything(number):
    analyst, editor = people.analyst(), people.reviewer()
    for activity in ActivityFactory.create_batch(number, status="draft"):
        make_transition(activity, "submit", by=analyst)
    for activity in ActivityFactory.create_batch(number, status="in_review"):
        make_transition(activity, "send_back", by=editor, note="Quelle source ?")
    for activity in ActivityFactory.create_batch(number, status="in_review"):
        make_transition(activity, "approve", by=editor)
    for activity in ActivityFactory.create_batch(number, status="draft"):
        take_snapshot(activity, by=editor)


def test_the_desk_asks_the_same_number_of_questions_however_much_waits(client, django_assert_num_queries):
    client.force_login(people.reviewer())
    client.get(INDEX)
    some_of_everything(1)
    with django_assert_num_queries(23):
        client.get(INDEX)
    some_of_everything(4)
    with django_assert_num_queries(23):
        client.get(INDEX)


def test_an_activity_is_never_deleted():
    with pytest.raises(ProtectedError):
        ActivityFactory().delete()


def test_a_ref_that_was_ever_given_is_not_given_again(client, tmp_path, settings):
    """Given here or in another database: the files of the catalogue list them all."""
    refs.keep(tmp_path, ["2099-001-88"])
    settings.FIXTURES_DIR = tmp_path
    client.force_login(people.analyst())
    response = new_activity(client, ref="2099-001-88").save()
    assert response.status_code == 200
    assert "n’est jamais réutilisée" in response.text
