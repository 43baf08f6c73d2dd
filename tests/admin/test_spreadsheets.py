"""The list as a spreadsheet, and its way back, as an analyst goes it."""

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import Activity, Upload
from tests import people
from tests.curation.spreadsheets.sheets import Sheet
from tests.html import Page
from tests.working import work

pytestmark = pytest.mark.django_db

LIST = reverse("admin:activities_activity_changelist")
BRING = reverse("admin:activities_activity_upload")


def export(form):
    return reverse("admin:activities_activity_export", args=[form])


def rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def bring(client, data, name="liste.csv"):
    return client.post(BRING, {"file": SimpleUploadedFile(name, data)})


def confirm(client, target):
    """Asks for what the page shows, and lets the worker do it; the page at the end."""
    client.post(target, Page(client.get(target).text).forms["confirm"])
    work()
    return client.get(target)


@pytest.fixture
def sheet(activity):
    return Sheet(Activity.objects.filter(pk=activity.pk))


def test_the_list_offers_its_files_with_its_search_and_filters(desk):
    links = [
        link.get("href", "")
        for link in Page(desk.get(LIST, {"q": "prison", "kind__exact": "tool"}).text).all("a")
    ]
    assert f"{export('xlsx')}?q=prison&kind__exact=tool" in links
    assert BRING in links


def test_a_reader_is_offered_none(client):
    client.force_login(people.reader())
    assert export("xlsx") not in client.get(LIST).text


def test_a_file_holds_the_current_list_and_no_page_of_it(desk):
    assert len(rows(desk.get(export("csv")))) == Activity.objects.count() > 100
    found = {
        row["Référence"] for row in rows(desk.get(export("csv"), {"q": "prison", "kind__exact": "training"}))
    }
    listed = Page(desk.get(LIST, {"q": "prison", "kind__exact": "training"}).text).text
    assert found
    assert all(ref in listed for ref in found)
    assert desk.get(export("csv"), {"nonsense": "1"}).status_code == 400
    assert desk.get(export("pdf")).status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "csv", "figures"])
def test_a_file_has_its_type_and_a_name_with_the_day(desk, form):
    response = desk.get(export(form))
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "sheet" in response["Content-Type"] or "csv" in response["Content-Type"]


# Of the whole catalogue, which asks for every table once; fewer activities may need fewer tables.
EXPORTED = {"xlsx": 38, "csv": 29, "figures": 25}
LOOKED_AT, ONE_CHANGED = 27, 45


@pytest.mark.parametrize(("form", "number"), EXPORTED.items())
def test_a_file_costs_no_more_for_more_activities(
    desk, activity, django_assert_num_queries, django_assert_max_num_queries, form, number
):
    desk.get(LIST)  # the first page of a session writes it
    with django_assert_max_num_queries(number):
        desk.get(export(form), {"q": activity.ref})
    with django_assert_num_queries(number):
        desk.get(export(form))


def test_what_is_brought_back_is_shown_and_not_written(desk, sheet, activity):
    sheet.set(activity.ref, title_fr="Un autre titre")
    page = bring(desk, sheet.csv())
    assert page.status_code == 302
    text = Page(desk.get(page.url).text).text
    assert "1 activité changerait" in text
    assert "Un autre" in text
    assert activity.ref in text
    assert not hasattr(Activity.objects.get(pk=activity.pk), "working_copy")


def test_it_is_confirmed_and_then_mine_to_look_through(desk, sheet, activity):
    sheet.set(activity.ref, title_fr="Un autre titre")
    page = Page(confirm(desk, bring(desk, sheet.csv()).url).text)
    assert "1 activité a été modifiée" in page.text
    (mine,) = [link["href"] for link in page.all("a") if "pending=mine" in link.get("href", "")]
    assert activity.ref in desk.get(mine).text
    assert Activity.objects.get(pk=activity.pk).working_copy
    entry = LogEntry.objects.get(object_id=str(activity.pk))
    assert "liste.csv" in entry.get_change_message()


def test_errors_stand_by_row_and_column_and_nothing_can_be_confirmed(desk, sheet, activity):
    sheet.set(activity.ref, kind="rien", themes="rien")
    target = bring(desk, sheet.csv()).url
    page = Page(desk.get(target).text)
    assert "2 erreurs" in page.text
    assert "Appliquer ces changements" not in page.text
    assert "Type" in page.text
    desk.post(target, page.forms["confirm"])
    work()
    assert "Des changements sont intervenus" in desk.get(target).text
    assert not hasattr(Activity.objects.get(pk=activity.pk), "working_copy")


def test_a_file_that_is_none_says_so_beside_its_field(desk):
    page = bring(desk, b"\x89PNG\xff\xfe", "image.png")
    assert page.status_code == 200
    assert "UTF-8" in page.text
    assert not Upload.objects.exists()
    assert "obligatoire" in desk.post(BRING).text


def test_a_change_in_between_refuses_it_and_shows_it_anew(desk, sheet, activity):
    sheet.set(activity.ref, title_fr="Un autre titre")
    target = bring(desk, sheet.csv()).url
    shown = Page(desk.get(target).text).forms["confirm"]
    Activity.objects.get(pk=activity.pk).save()
    desk.post(target, shown)
    work()
    page = Page(desk.get(target).text).text
    assert "Des changements sont intervenus" in page
    assert "1 erreur" in page


def test_it_can_be_given_up(desk, sheet):
    target = bring(desk, sheet.csv()).url
    assert desk.post(target, {"give_up": "1"}).url == LIST
    assert not Upload.objects.exists()
    assert desk.get(target).status_code == 404


def test_only_who_brought_it_sees_and_confirms_it(client, sheet, activity):
    sheet.set(activity.ref, title_fr="Un autre titre")
    client.force_login(people.analyst())
    target = bring(client, sheet.csv()).url
    client.post(target, Page(client.get(target).text).forms["confirm"])
    client.force_login(people.reviewer())
    assert client.get(target).status_code == 404
    assert client.post(target).status_code == 404
    assert client.get(f"{target}progress/").status_code == 404


def test_a_look_costs_no_more_for_more_rows(
    desk, activity, sheet, django_assert_num_queries, django_assert_max_num_queries
):
    target = bring(desk, sheet.csv()).url
    with django_assert_max_num_queries(LOOKED_AT):
        desk.get(target)
    target = bring(desk, Sheet(Activity.objects.all()).csv()).url
    with django_assert_num_queries(LOOKED_AT):
        desk.get(target)


def test_an_activity_that_changes_asks_its_models_besides(
    desk, activity, sheet, django_assert_max_num_queries
):
    sheet.set(activity.ref, title_fr="Un autre titre")
    target = bring(desk, sheet.csv()).url
    with django_assert_max_num_queries(ONE_CHANGED):
        desk.get(target)


def test_uploads_stand_in_a_list_for_every_role(client, sheet):
    client.force_login(people.analyst())
    bring(client, sheet.csv())
    for role in (people.analyst, people.reviewer, people.administrator):
        client.force_login(role())
        page = client.get(reverse("admin:activities_upload_changelist"))
        assert "liste.csv" in page.text
