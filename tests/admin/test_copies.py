"""Editing a published activity in the admin: the form of the copy, its moves, and two who save at once."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from activities.editing import make_transition, take_snapshot, version_token
from activities.models import Activity, Country, WorkingCopy
from tests import people
from tests.admin.forms import AdminForm
from tests.admin.test_editing import saved
from tests.html import Page

pytestmark = pytest.mark.django_db

TITLE = "Formation des zorglubs"


def change_form(client, activity):
    return AdminForm(client, reverse("admin:activities_activity_change", args=[activity.pk]))


def retitle(client, activity, title=TITLE):
    form = change_form(client, activity)
    form.fill(form.row("texts", language="fr"), title=title)
    return form


def page_of(client, activity):
    return Page(client.get(reverse("admin:activities_activity_change", args=[activity.pk])).text)


def public(client, activity):
    text = Page(client.get(f"/fr/activites/{activity.ref}/").text).text
    return text.replace("\u202f", " ").replace("\xa0", " ")


def move(client, activity, name, note=""):
    activity = Activity.objects.get(pk=activity.pk)
    target = reverse("admin:activities_activity_move", args=[activity.pk])
    return client.post(
        target, {"move": name, "note": note, "version_token": version_token(activity)}, follow=True
    )


def test_an_edit_is_kept_shown_to_analysts_and_hidden_from_readers(desk, activity):
    before = public(desk, activity)
    assert saved(retitle(desk, activity).save())
    assert public(desk, activity) == before
    assert change_form(desk, activity).values["texts-0-title"] == [TITLE]
    assert "la modification d’une activité publiée" in page_of(desk, activity).text
    copy = WorkingCopy.objects.get(activity=activity)
    assert (copy.status, copy.edited_by.username) == ("draft", "analyst")


def test_an_edit_of_an_activity_that_has_changed_since_says_so(desk, activity):
    assert saved(retitle(desk, activity).save())
    assert "L’activité publiée a changé depuis" not in page_of(desk, activity).text
    activity.save()  # as a load from files does
    assert "L’activité publiée a changé depuis" in page_of(desk, activity).text
    assert saved(change_form(desk, activity).save())
    assert "L’activité publiée a changé depuis" not in page_of(desk, activity).text


def test_an_edit_goes_on_from_where_it_was_left(desk, activity):
    """Rows that the copy alone has keep their numbers from one opening to the next."""
    form = change_form(desk, activity)
    form.add("country_roles", country=Country.objects.get(iso3="TUV").pk, role="host")
    assert saved(form.save())
    form = change_form(desk, activity)
    form.fill(form.row("country_roles", role="host"), country=Country.objects.get(iso3="FJI").pk)
    assert saved(form.save())
    assert saved(retitle(desk, activity).save())
    people.reviewed(activity)
    assert set(activity.countries.values_list("iso3", flat=True)) == {"KGZ", "FJI"}
    assert activity.texts.get(language="fr").title == TITLE


def test_a_mistake_in_an_edit_is_told_and_keeps_nothing(desk, activity):
    form = retitle(desk, activity, title="")
    response = form.save()
    assert response.status_code == 200
    assert "Ce champ est obligatoire." in response.text
    assert not WorkingCopy.objects.exists()


def test_saving_a_published_activity_unchanged_makes_no_edit(desk, activity):
    assert saved(change_form(desk, activity).save())
    assert not WorkingCopy.objects.exists()


def test_the_log_of_the_admin_names_the_edit_once(desk, activity, analyst):
    assert saved(retitle(desk, activity).save())
    (entry,) = LogEntry.objects.filter(object_id=str(activity.pk))
    assert entry.user == analyst
    assert TITLE in entry.get_change_message()


def test_the_whole_story_of_a_correction(client, activity):
    """Corrected, sent back, mended, published."""
    client.force_login(people.analyst())
    form = change_form(client, activity)
    form.fill(form.row("figures", value="20"), value="1234")
    assert saved(form.save())
    move(client, activity, "submit")
    assert "kind" not in change_form(client, activity).values

    client.force_login(people.reviewer())
    assert "la note doit indiquer le motif" in move(client, activity, "send_back").text
    move(client, activity, "send_back", "Le rapport dit 1235.")
    assert "magistrats formés" in public(client, activity)

    client.force_login(people.analyst())
    assert "Le rapport dit 1235." in page_of(client, activity).text
    form = change_form(client, activity)
    form.fill(form.row("figures", value="1234"), value="1235")
    assert saved(form.save())
    move(client, activity, "submit")
    assert "1 235" not in public(client, activity)

    client.force_login(people.reviewer())
    move(client, activity, "approve")
    assert "1 235" in public(client, activity)
    assert not WorkingCopy.objects.exists()


def test_a_move_of_what_has_changed_since_its_page_was_opened_is_refused(client, activity):
    client.force_login(people.analyst())
    assert saved(retitle(client, activity).save())
    seen = version_token(Activity.objects.get(pk=activity.pk))
    assert saved(retitle(client, activity, "Encore autre chose").save())
    target = reverse("admin:activities_activity_move", args=[activity.pk])
    response = client.post(target, {"move": "submit", "version_token": seen}, follow=True)
    assert "a changé depuis" in response.text
    assert WorkingCopy.objects.get().status == "draft"


def test_who_saves_what_is_there_already_wrote_nothing_and_may_approve(editors_desk, activity):
    Activity.objects.filter(pk=activity.pk).update(status="in_review")
    take_snapshot(Activity.objects.get(pk=activity.pk), by=people.analyst())
    assert saved(change_form(editors_desk, activity).save())
    move(editors_desk, activity, "approve")
    assert Activity.objects.get(pk=activity.pk).status == "published"


def draft(activity):
    activity.status = "draft"
    activity.save()
    return activity


@pytest.mark.parametrize("state", ["draft", "published", "edit"])
def test_the_second_of_two_savers_is_told_and_shown_both(client, activity, state):
    first, second = people.person("première", "analyst"), people.analyst()
    if state == "draft":
        draft(activity)
    if state == "edit":
        client.force_login(second)
        assert saved(retitle(client, activity, "Déjà modifiée").save())
    client.force_login(second)
    mine = retitle(client, activity, "Le titre de la seconde")
    mine.add("country_roles", country=Country.objects.get(iso3="TUV").pk, role="host")
    client.force_login(first)
    theirs = retitle(client, activity, "Le titre de la première")
    theirs.fill(kind="research")
    theirs.add("country_roles", country=Country.objects.get(iso3="FJI").pk, role="host")
    assert saved(theirs.save())

    client.force_login(second)
    response = mine.save()
    assert response.status_code == 200
    page = Page(response.text)
    titles = "Le titre de la première", "Le titre de la seconde"
    for shown in ("première", *titles, "Tuvalu", "Fidji", "recherche"):
        assert shown in page.text, shown
    assert change_form(client, activity).values["texts-0-title"] == ["Le titre de la première"]
    assert_can_be_saved_knowingly(client, activity, mine, page)


def assert_can_be_saved_knowingly(client, activity, mine, page):
    (form,) = (fields for name, fields in page.forms.items() if name == "activity_form")
    assert form["texts-0-title"] == ["Le titre de la seconde"]
    mine.values = form
    assert saved(mine.save())
    assert change_form(client, activity).values["texts-0-title"] == ["Le titre de la seconde"]


def test_a_form_without_its_version_token_is_not_saved(desk, activity):
    form = retitle(desk, activity)
    del form.values["version_token"]
    assert form.save().status_code == 200
    assert not WorkingCopy.objects.exists()


def test_one_who_saves_after_an_approval_is_told(client, activity):
    client.force_login(people.analyst())
    form = retitle(client, activity, "Trop tard")
    assert saved(retitle(client, activity).save())
    people.reviewed(activity)
    assert form.save().status_code == 200
    assert not WorkingCopy.objects.exists()


def test_the_lists_filters_tell_what_is_pending_by_whom_and_since_when(client, activity):
    client.force_login(people.analyst())
    target = reverse("admin:activities_activity_changelist")

    def listed(pending):
        client.get(target)  # takes what was said of the activity when it was saved
        return activity.ref in client.get(target, {"pending": pending, "q": "2099"}).text

    assert not any(map(listed, ("review", "writing", "sent_back", "mine")))
    assert saved(retitle(client, activity).save())
    assert [listed(name) for name in ("review", "writing", "sent_back", "mine")] == [False, True, False, True]
    make_transition(activity, "submit", by=people.analyst())
    assert [listed(name) for name in ("review", "writing", "sent_back", "mine")] == [True, False, False, True]
    make_transition(activity, "send_back", by=people.reviewer(), note="Le titre.")
    assert [listed(name) for name in ("review", "writing", "sent_back", "mine")] == [False, True, True, True]
    page = Page(client.get(target, {"q": "2099"}).text).text
    assert "publié ; modification : brouillon" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "analyst" in page
