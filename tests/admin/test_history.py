"""Every change of an activity can be read as a difference, and taken back."""

import re

import pytest
from django.urls import reverse

from activities.editing import draft_applied, make_transition, take_snapshot, version_token
from activities.editing.versions import read_snapshot
from activities.models import Activity, Country, Locality, Theme, WorkingCopy
from tests import people
from tests.admin.forms import AdminForm
from tests.factories import ActivityFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

TITLE = "Formation des zorglubs"


def address(page, activity, *rest):
    return reverse(f"admin:activities_activity_{page}", args=[activity.pk, *rest])


@pytest.fixture
def baseline(activity):
    """The activity as it was published."""
    take_snapshot(activity)
    return activity.versions.last()


def rewritten(desk, activity):
    """Saved with a new title, another figure and one country more."""
    form = AdminForm(desk, address("change", activity))
    form.fill(kind="research")
    form.fill(form.row("texts", language="fr"), title=TITLE)
    form.fill(form.row("figures", value="20"), value="21")
    form.add("country_roles", country=Country.objects.get(iso3="TUV").pk, role="host")
    assert form.save().status_code == 302


def history(client, activity):
    return Page(client.get(address("history", activity)).text)


def test_it_says_who_changed_what_before_and_after(desk, activity, baseline):
    rewritten(desk, activity)
    text = history(desk, activity).text.replace("\xa0", " ")
    assert "analyst" in text
    assert "Titre Formation des zorglubs" in text
    assert re.search("formation recherche", text)
    assert re.search("valeur 20 21", text)
    assert "Tuvalu" in text


def test_what_went_and_what_came_is_marked(desk, activity, baseline):
    rewritten(desk, activity)
    markup = desk.get(address("history", activity)).text
    assert "<del>20</del> <ins>21</ins>" in markup
    assert re.search(r"<ins>Tuvalu, [^<]*</ins>", markup)


def test_an_edit_is_in_the_history_before_and_after_it_is_approved(desk, activity, baseline):
    rewritten(desk, activity)
    assert "modification de l’activité publiée" in history(desk, activity).text
    people.reviewed(activity)
    versions = activity.versions.order_by("pk")
    assert [version.of_copy for version in versions][-2:] == [True, False]
    assert versions.last().change == "changed"


def test_an_edit_is_compared_with_the_activity_and_not_with_one_that_was_given_up(desk, activity, baseline):
    rewritten(desk, activity)
    make_transition(activity, "discard", by=people.analyst(), note="Erreur")
    form = AdminForm(desk, address("change", activity))
    form.fill(scope="global")
    assert form.save().status_code == 302
    text = history(desk, activity).text
    assert text.count(f"Titre {TITLE}") == 1
    assert "mondial" in text


def test_markup_in_a_text_is_shown_as_text(desk, activity, baseline):
    form = AdminForm(desk, address("change", activity))
    form.fill(form.row("texts", language="fr"), title="<b>Titre</b> & Co")
    form.save()
    markup = desk.get(address("history", activity)).text
    assert "&lt;b&gt;Titre&lt;/b&gt; &amp; Co" in markup
    assert "<b>Titre" not in markup


def restored(client, activity, version, **options):
    sent = {"version_token": version_token(Activity.objects.get(pk=activity.pk))}
    return client.post(address("restore", activity, version.pk), sent, **options)


def test_a_version_is_not_restored_over_what_the_page_has_not_shown(desk, activity, baseline):
    rewritten(desk, activity)
    sent = {"version_token": version_token(Activity.objects.get(pk=activity.pk))}
    assert sent["version_token"] in desk.get(address("history", activity)).text
    colleague = AdminForm(desk, address("change", activity))
    colleague.fill(scope="global")
    colleague.save()
    rows = WorkingCopy.objects.get().rows
    for outdated in (sent, {}):
        page = Page(desk.post(address("restore", activity, baseline.pk), outdated, follow=True).text)
        assert "a changé depuis" in page.text
    assert WorkingCopy.objects.get().rows == rows


def test_a_version_of_a_published_activity_comes_back_as_an_edit(desk, activity, baseline):
    rewritten(desk, activity)
    people.reviewed(activity)
    changed = read_snapshot(activity)
    response = restored(desk, activity, baseline)
    assert response.url == address("change", activity)
    assert read_snapshot(activity) == changed  # readers see nothing of it yet
    with draft_applied(Activity.objects.get(pk=activity.pk)):
        assert read_snapshot(activity) == baseline.rows
    people.reviewed(activity)
    assert read_snapshot(activity) == baseline.rows
    assert activity.text.title == "Titre"


def test_restoring_is_a_change_of_its_own(desk, analyst, activity, baseline):
    rewritten(desk, activity)
    people.reviewed(activity)
    restored(desk, activity, baseline)
    version = activity.versions.last()
    assert (version.by, version.of_copy) == (analyst, True)
    assert "Rétabli" in version.reason


def test_a_version_of_a_draft_is_put_back_at_once(desk, activity):
    draft = ActivityFactory(status="draft", relations={"themes": [Theme.objects.get(slug="corruption")]})
    first = draft.versions.get()
    rewritten_title = AdminForm(desk, address("change", draft))
    rewritten_title.fill(rewritten_title.row("texts", language="fr"), title=TITLE)
    assert rewritten_title.save().status_code == 302
    assert read_snapshot(draft) != first.rows
    restored(desk, draft, first)
    assert read_snapshot(draft) == first.rows
    assert Activity.objects.get(pk=draft.pk).status == "draft"


def test_what_was_deleted_since_cannot_come_back(desk, activity):
    tuvalu = Country.objects.get(iso3="TUV")
    place = activity.country_roles.create(country=tuvalu, role="host")
    place.localities.set([Locality.objects.create(country=tuvalu, slug="z", name_fr="Z", name_en="Z")])
    take_snapshot(activity)
    version = activity.versions.last()
    place.delete()
    Locality.objects.get(slug="z").delete()
    response = restored(desk, activity, version, follow=True)
    assert "supprimé" in Page(response.text).text
    assert not WorkingCopy.objects.exists()
    assert "(n’existe plus)" in history(desk, activity).text


RESTORING = {
    ("published", people.reader): 403,
    ("published", people.analyst): 302,
    ("published", people.administrator): 403,
    ("draft", people.reader): 403,
    ("draft", people.analyst): 302,
    ("in_review", people.analyst): 403,
    ("in_review", people.reviewer): 302,
    ("withdrawn", people.reviewer): 403,
}


@pytest.mark.parametrize(("state", "who"), RESTORING)
def test_who_may_write_may_restore(client, state, who):
    activity = ActivityFactory(status=state)
    version = activity.versions.get()
    client.force_login(who())
    expected = RESTORING[state, who]
    offered = address("restore", activity, version.pk) in client.get(address("history", activity)).text
    assert not offered  # the last version stands already
    assert restored(client, activity, version).status_code == expected


def test_restoring_never_ends_an_edit(desk, activity, baseline):
    rewritten(desk, activity)
    response = restored(desk, activity, baseline, follow=True)
    assert "a déjà ce contenu" in Page(response.text).text
    assert WorkingCopy.objects.get().rows != baseline.rows


def test_what_is_stored_has_no_way_back_and_an_edit_that_was_given_up_has(desk, activity, baseline):
    rewritten(desk, activity)
    edit = activity.versions.last()
    buttons = [address("restore", activity, version.pk) for version in (edit, baseline)]
    assert [button in desk.get(address("history", activity)).text for button in buttons] == [False, True]
    make_transition(activity, "discard", by=people.analyst(), note="Erreur")
    assert [button in desk.get(address("history", activity)).text for button in buttons] == [True, False]


def test_a_version_is_restored_by_a_form_alone_and_to_its_own_activity(desk, activity, baseline):
    assert desk.get(address("restore", activity, baseline.pk)).status_code == 400
    other = ActivityFactory()
    assert desk.post(address("restore", other, baseline.pk)).status_code == 404
    assert desk.get(reverse("admin:activities_activity_history", args=["nothing"])).status_code == 404


def test_a_version_from_before_contents_were_kept_is_listed_and_cannot_be_restored(desk, activity):
    activity.versions.update(rows=None)
    take_snapshot(activity)
    first = activity.versions.first()
    assert "n’a pas été conservé" in history(desk, activity).text
    assert restored(desk, activity, first).status_code == 400


def test_a_withdrawal_keeps_what_was_published(editors_desk, activity, baseline):
    make_transition(activity, "withdraw", by=people.reviewer(), note="Doublon.")
    version = activity.versions.last()
    assert (version.change, version.rows) == ("withdrawn", baseline.rows)
    assert "Retirer" in history(editors_desk, activity).text


def test_the_page_asks_as_many_questions_for_many_versions(desk, activity, django_assert_max_num_queries):
    for value in range(25):
        activity.figures.update(value=value)
        take_snapshot(activity)
    with django_assert_max_num_queries(20):
        text = history(desk, activity).text
    assert "Plus anciennes" in text
    assert desk.get(f"{address('history', activity)}?page=2").status_code == 200
