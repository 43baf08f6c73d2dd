"""Feeds: dates of their own, and well-formed whatever is asked for."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from lxml import etree

from activities.models import Activity, Country
from tests.factories import ActivityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_without_limit")]

ATOM = {"a": "http://www.w3.org/2005/Atom"}
DAY = datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
# What XML cannot hold, discourages or reads as markup.
ODD = [
    "\ufffe",
    "\uffff",
    "\x0b",
    "\x1f",
    "\x7f",
    "\ufdd0",
    "\U0001ffff",
    "]]>",
    "<!--",
    "--",
    "&",
    "<",
    '"',
    "'",
    "\u2028",
    "\u202e",
    "😀",
]


@pytest.fixture
def _without_limit(settings):
    settings.API_FILE_RATE = None


def feed(client, query=""):
    return etree.fromstring(b"".join(client.get(f"/fr/activites.atom{query}").streaming_content))


def dates(tree, path):
    return [datetime.fromisoformat(text) for text in tree.xpath(f"{path}/a:updated/text()", namespaces=ATOM)]


@pytest.fixture
def tuvalu(unnamed):
    """Two activities of Tuvalu, changed on days of 2019 and 2018."""
    activities = ActivityFactory.create_batch(2, countries=Country.objects.filter(iso3="TUV"))
    for activity, day in zip(activities, (DAY, DAY.replace(year=2018)), strict=True):
        Activity.objects.filter(pk=activity.pk).update(updated_at=day)
    return activities


@pytest.mark.usefixtures("tuvalu")
def test_a_list_was_updated_when_the_last_of_its_activities_was(client):
    tree = feed(client, "?country=TUV")
    assert dates(tree, "/a:feed") == [DAY]
    assert sorted(dates(tree, "//a:entry")) == [DAY.replace(year=2018), DAY]


@pytest.mark.parametrize(
    "query", ["", "?theme=corruption", "?q=prison", "?year=none", "?q=prison&country=KGZ"]
)
def test_a_feed_is_as_late_as_its_latest_entry(client, query):
    tree = feed(client, query)
    assert dates(tree, "/a:feed") == [max(dates(tree, "//a:entry"))]


def test_an_empty_list_is_no_later_than_the_catalogue(client):
    first, second = feed(client, "?q=zzyzx"), feed(client, "?q=zzyzx")
    last = Activity.objects.published().latest("updated_at").updated_at
    assert dates(first, "/a:feed") == dates(second, "/a:feed") == [last]


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_characters_never_break_a_feed(client, text):
    for query in (text, f"prison{text}", f'"{text} police"', f"prison -{text}"):
        response = client.get(f"/en/activities.atom?q={quote(query)}")
        assert response.status_code == 200
        tree = etree.fromstring(b"".join(response.streaming_content))
        assert tree.findtext("a:title", namespaces=ATOM)
