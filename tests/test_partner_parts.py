"""The part of a partner, in everything that shows, writes or edits it."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from activities.editing import Names, differences
from activities.editing.versions import read_snapshot
from activities.models import Activity, ActivityPartner, Partner, Theme
from activities.opendata.iati.activity import record
from activities.search import publish_changes
from tests import people
from tests.admin.forms import AdminForm
from tests.curation.spreadsheets.sheets import Sheet, column, faults, planned
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def address(name, *arguments, language="en"):
    return f"https://example.org/{name}"


def organisation(slug):
    return Partner.objects.create(
        slug=slug, kind="un_entity", name_fr=f"Organisme {slug}", name_en=f"Body {slug}"
    )


@pytest.fixture
def activity():
    """An activity that one partner does with UNODC, one is served by, and one hosts."""
    made = ActivityFactory(
        start="2099-01-01",
        date_precision="day",
        relations={"themes": Theme.objects.filter(slug="gender-equality")},
    )
    for part in ("with", "served", "host"):
        made.partner_parts.create(partner=organisation(f"zz-{part}"), part=part)
    publish_changes(Activity.objects.filter(pk=made.pk), reference=True)
    return made


def test_the_page_of_an_activity_states_the_part_of_whoever_is_not_simply_with_unodc(client, activity):
    page = client.get(f"/en/activities/{activity.ref}/").text
    text = " ".join(page.split())
    assert "Body zz-served</a> <small>serviced or supported</small>" in text
    assert "Body zz-host</a> <small>host</small>" in text
    assert "Body zz-with</a> </dd>" in text


@pytest.mark.parametrize(
    ("part", "heading"),
    [("served", "1 activity that services or supports it"), ("host", "1 activity that it hosts")],
)
def test_the_page_of_a_partner_groups_its_activities_by_its_part(client, activity, part, heading):
    partner = Partner.objects.get(slug=f"zz-{part}")
    assert heading in client.get(f"/en/partners/{partner.slug}/").text
    other = ActivityFactory(relations={"partners": [partner]})
    page = client.get(f"/en/partners/{partner.slug}/").text
    first, second = page.index("1 activity together with UNODC"), page.index(heading)
    assert first < page.index(other.ref) < second < page.index(activity.ref)


def test_a_partner_of_joint_activities_alone_has_one_list(client, activity):
    page = client.get("/en/partners/zz-with/").text
    assert "together with UNODC" not in page
    assert "1 activity" in page


def test_the_api_has_slugs_and_beside_them_their_parts(client, activity):
    sent = client.get(f"/api/v1/activities/{activity.ref}/").json()
    assert sorted(sent["partners"]) == ["zz-host", "zz-served", "zz-with"]
    assert {row["slug"]: row["part"] for row in sent["partner_parts"]} == {
        "zz-with": "with", "zz-served": "served", "zz-host": "host",
    }  # fmt: skip
    schema = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()[
        "components"
    ]["schemas"]
    assert "partner_parts" in schema["Activity"]["properties"]
    assert set(schema["Part"]["properties"]) == {"slug", "part"}


def test_files_have_the_parts_beside_the_slugs(client, activity):
    text = b"".join(client.get("/en/activities.csv?partner=zz-served").streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["partners"] == "zz-host; zz-served; zz-with"
    assert row["partner_parts"] == "zz-host (host); zz-served (served); zz-with (with)"


def test_in_iati_who_is_served_implements_nothing(activity):
    element = record(Activity.objects.for_detail().get(pk=activity.pk), address, date(2099, 1, 2))
    named = " ".join(element.xpath("participating-org[@role='4']/narrative/text()"))
    assert "zz-with" in named
    assert "zz-host" in named
    assert "zz-served" not in named
    assert element.xpath("description[@type='3']/narrative/text()") == [
        "Au service ou à l’appui de\u00a0: Organisme zz-served.",
        "Serviced or supported: Body zz-served.",
    ]


@pytest.mark.parametrize(
    ("language", "cell"),
    [("fr", "zz-host (hôte); zz-served (bénéficiaire de l’appui); zz-with"),
     ("en", "zz-host (host); zz-served (serviced or supported); zz-with")],
)  # fmt: skip
def test_a_spreadsheet_has_parts_in_words(activity, language, cell):
    with override(language):
        sheet = Sheet(Activity.objects.filter(pk=activity.pk))
        assert sheet.row(activity.ref)[sheet.headings.index(column("activities", "partners"))] == cell
        assert planned(sheet.csv()).unchanged == 1


def test_a_part_changed_in_a_spreadsheet_is_a_change(activity):
    sheet = Sheet(Activity.objects.filter(pk=activity.pk))
    sheet.set(activity.ref, partners="zz-with (host); zz-served")
    (line,) = planned(sheet.csv()).lines
    assert {
        (row["fields"]["partner"], row["fields"]["part"]) for row in line.after.part("partner_parts")
    } == {
        (Partner.objects.get(slug="zz-with").pk, "host"),
        (Partner.objects.get(slug="zz-served").pk, "with"),
    }


@pytest.mark.parametrize("cell", ["zz-with (friend)", "zz-with)", "zz-with; zz-with (host)", "zorglub"])
def test_a_wrong_part_in_a_spreadsheet_is_a_fault(activity, cell):
    sheet = Sheet(Activity.objects.filter(pk=activity.pk))
    sheet.set(activity.ref, partners=cell)
    assert len(faults(sheet.csv())) == 1


def test_a_changed_part_is_described_in_words(activity):
    before = read_snapshot(activity)
    ActivityPartner.objects.filter(activity=activity, part="host").update(part="served")
    after = read_snapshot(activity)
    (one,) = differences(before, after, Names([before, after]))
    assert one.label.startswith("Partenaire · Organisme zz-host")
    assert (one.before, one.after) == ("hôte", "bénéficiaire de l’appui")


def test_a_part_edited_in_the_admin_is_public_once_approved(activity):
    desk = Client()
    desk.force_login(people.analyst())
    form = AdminForm(desk, reverse("admin:activities_activity_change", args=[activity.pk]))
    row = form.row("partner_parts", part="host")
    form.fill(row, part="served")
    assert form.save().status_code == 302
    assert activity.partner_parts.get(partner__slug="zz-host").part == "host"
    people.reviewed(activity)
    assert activity.partner_parts.get(partner__slug="zz-host").part == "served"
