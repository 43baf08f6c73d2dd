"""The sitemap: an index of files that a robot can read, however large the catalogue is."""

from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection

from activities.models import Activity, SearchRow
from activities.pages.sitemaps import LIMIT
from activities.search import current_index
from tests.factories import ActivityFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def files(client):
    """Returns the paths of the files that the index names."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    index = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    assert index.tag == f"{SITEMAP}sitemapindex"
    return [urlsplit(loc.text)._replace(scheme="", netloc="").geturl() for loc in index.iter(f"{SITEMAP}loc")]


def urls(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return list(ElementTree.fromstring(response.content).iter(f"{SITEMAP}url"))  # noqa: S314 - our own answer


def copied(activity, number):
    """Inserts copies of an activity without texts, which no sitemap reads."""
    fields = [
        f'"{field.column}"'
        for field in Activity._meta.concrete_fields
        if not (field.primary_key or field.generated)
    ]
    columns = ", ".join(fields)
    values = columns.replace('"ref"', "'2099-' || 100 + n / 900 || '-' || 1 + mod(n, 900)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO activities_activity ({columns}) SELECT {values} "  # noqa: S608 - names of columns
            f"FROM activities_activity, generate_series(1, {number}) AS n WHERE id = %s",
            [activity.pk],
        )
        cursor.execute(
            f"INSERT INTO {SearchRow._meta.db_table} (activity_id, slot, vector, names, version) "  # noqa: S608 - the same
            "SELECT id, report_order, ''::tsvector, '{}', 1 FROM activities_activity "
            "WHERE ref LIKE '2099-%' ON CONFLICT DO NOTHING"
        )
    current_index.forget()


def test_120_000_addresses_are_divided_into_files_that_have_each_once(client, django_assert_max_num_queries):
    copied(ActivityFactory(), 60_000)
    found = files(client)
    parts = [path for path in found if path.startswith("/sitemap-activities.xml")]
    total = 2 * Activity.objects.published().count()
    assert len(parts) == -(-total // LIMIT)
    assert len(parts) >= 120
    assert len(found) == len(set(found))
    with django_assert_max_num_queries(2):
        last = urls(client, parts[-1])
    assert len(last) == (total % LIMIT or LIMIT)
    some = [
        url.findtext(f"{SITEMAP}loc")
        for path in (parts[0], parts[1], parts[-2])
        for url in urls(client, path)
    ]
    assert len(set(some)) == len(some) == 3 * LIMIT
    assert client.get(f"/sitemap-activities.xml?p={len(parts) + 1}").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap-activities.xml?p=a"])
def test_a_file_that_the_index_does_not_name_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("section", ["pages", "activities", "reports", "country"])
def test_a_sitemap_and_the_page_name_the_same_alternates(client, section):
    for url in urls(client, f"/sitemap-{section}.xml")[:3]:
        page = Page(client.get(urlsplit(url.findtext(f"{SITEMAP}loc")).path).text)
        of_page = {link["hreflang"]: link["href"] for link in page.all("link") if "hreflang" in link}
        assert {link.get("hreflang"): link.get("href") for link in url.iter(LINK)} == of_page
        assert set(of_page) == {"fr", "en", "x-default"}


def test_the_index_states_when_activities_changed_last(client):
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    last = Activity.objects.published().latest("updated_at").updated_at
    dates = [each.findtext(f"{SITEMAP}lastmod") for each in index]
    assert last in [datetime.fromisoformat(date) for date in dates if date]
