"""The server keeps unsaved input for its user alone; it is restored with one click, and gone once it is saved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.background.care import TYPED_KEPT, clear_typed
from activities.models import ParagraphText, Partner, TypedForm
from tests import people
from tests.admin.forms import AdminForm
from tests.admin.test_editing import change_form, saved
from tests.html import Page

pytestmark = pytest.mark.django_db


def typed(client, activity, title="Tapé depuis deux heures"):
    form = change_form(client, activity)
    form.fill(form.row("texts", language="fr"), title=title)
    target = reverse("admin:activities_activity_typed", args=[activity.pk])
    assert client.post(target, form.values).status_code == 204
    return form


def restored(client, activity):
    target = reverse("admin:activities_activity_change", args=[activity.pk])
    kept = Page(client.get(target).text).forms["restore-kept"]
    form = AdminForm(client, target)
    page = Page(client.post(target, kept).text)
    form.values = page.forms["activity_form"]
    return form


def test_what_was_kept_is_restored_with_one_click_and_gone_once_saved(desk, activity):
    typed(desk, activity)
    form = restored(desk, activity)
    assert form.values[f"{form.row('texts', language='fr')}-title"] == ["Tapé depuis deux heures"]
    assert TypedForm.objects.exists()
    assert saved(form.save())
    assert not TypedForm.objects.exists()
    assert "Tapé depuis deux heures" in str(activity.versions.latest("pk").rows)


def test_it_is_offered_to_nobody_else(client, activity):
    client.force_login(people.analyst())
    typed(client, activity)
    client.force_login(people.person("collègue", "analyst"))
    page = client.get(reverse("admin:activities_activity_change", args=[activity.pk])).text
    assert "Tapé depuis" not in page
    assert "restore-kept" not in page


def test_what_is_restored_overwrites_no_colleague(client, activity):
    client.force_login(people.analyst())
    typed(client, activity)
    client.force_login(people.person("collègue", "analyst"))
    form = change_form(client, activity)
    form.fill(form.row("texts", language="en"), title="By a colleague")
    assert saved(form.save())
    client.force_login(people.analyst())
    assert saved(restored(client, activity).save())
    rows = str(activity.versions.latest("pk").rows)
    assert "By a colleague" in rows
    assert "Tapé depuis deux heures" in rows


def test_it_is_discarded_where_its_user_says_so(desk, activity):
    typed(desk, activity)
    target = reverse("admin:activities_activity_typed", args=[activity.pk])
    assert desk.post(target, {"_discard": "1"}).status_code == 302
    assert not TypedForm.objects.exists()


def test_a_new_record_is_kept_too(desk):
    form = AdminForm(desk, reverse("admin:activities_activity_add"))
    form.fill("texts-0", title="Une nouvelle")
    desk.post(reverse("admin:activities_activity_typed_new"), form.values)
    kept = Page(desk.get(reverse("admin:activities_activity_add")).text).forms["restore-kept"]
    assert kept["texts-0-title"] == ["Une nouvelle"]
    assert "Une nouvelle" in desk.post(reverse("admin:activities_activity_add"), kept).text


def test_neither_a_reader_nor_a_stranger_keeps_anything(client, activity):
    target = reverse("admin:activities_activity_typed", args=[activity.pk])
    assert client.post(target, {"a": "b"}).status_code == 302
    client.force_login(people.reader())
    assert client.post(target, {"a": "b"}).status_code == 403
    client.force_login(people.analyst())
    assert client.get(target).status_code == 400
    assert (
        client.post(reverse("admin:activities_activity_typed", args=[2**40]), {"a": "b"}).status_code == 403
    )
    assert not TypedForm.objects.exists()


def test_it_is_bounded(desk, activity):
    target = reverse("admin:activities_activity_typed", args=[activity.pk])
    assert desk.post(target, {"a": "x" * 200_001}).status_code == 400
    desk.post(target, {"a": "\0"})
    assert not TypedForm.objects.exists()
    for partner in Partner.objects.all()[:32]:
        TypedForm.objects.create(user=people.analyst(), page=f"activities.partner {partner.pk}", fields={})
    desk.post(target, {"a": "b"})
    assert TypedForm.objects.count() == 30


def test_it_is_deleted_after_some_days(analyst):
    now = timezone.now()
    for page, at in (("old", now - TYPED_KEPT - timedelta(hours=1)), ("new", now)):
        TypedForm.objects.create(user=analyst, page=page, fields={}, at=at)
    clear_typed()
    assert list(TypedForm.objects.values_list("page", flat=True)) == ["new"]


def test_a_check_answers_with_what_it_finds_and_writes_nothing(desk, activity):
    form = change_form(desk, activity)
    form.fill(form.row("texts", language="fr"), title="Un titre avec un point.")
    form.fill(_check="1")
    response = form.save()
    assert response.status_code == 200
    assert "Le titre se termine par un point" in Page(response.text).text
    assert "<html" not in response.text
    assert activity.versions.count() == 1
    form.fill("texts-0", title="")
    assert "Titre" in Page(form.save().text).text


def test_a_check_of_a_new_activity_shows_the_text_of_the_paragraph_it_cites(client, activity):
    client.force_login(people.reviewer())
    paragraph = activity.cited_paragraphs[0]
    ParagraphText.objects.create(paragraph=paragraph, text="Les zorglubs ont été formés.")
    form = AdminForm(client, reverse("admin:activities_activity_add"))
    form.add("citations", paragraph=paragraph.pk)
    form.fill(_check="1")
    assert "Les zorglubs ont été formés." in Page(form.save().text).text


def test_typography_is_set_and_said(desk, activity):
    form = change_form(desk, activity)
    form.fill(form.row("texts", language="fr"), title="L'atelier : suite")
    assert "espaces insécables" in Page(desk.post(form.address, form.values, follow=True).text).text
    assert "L’atelier\\xa0: suite" in repr(activity.versions.latest("pk").rows)
