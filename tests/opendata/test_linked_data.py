"""Home, lists and activities describe themselves in JSON-LD, out of which no text can break."""

import json
import re

import pytest

from activities.opendata import iati
from activities.search import current_index
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
HOST = "http://testserver"


def told(client, address):
    (block,) = BLOCK.findall(client.get(address).text)
    return json.loads(block)


def test_the_home_page_describes_the_catalogue_and_its_downloads(client):
    catalogue = told(client, "/en/")
    assert catalogue["@type"] == ["DataCatalog", "dcat:Catalog"]
    assert catalogue["license"] == "https://creativecommons.org/licenses/by/4.0/"
    downloads = [distribution["contentUrl"] for distribution in catalogue["dataset"]["distribution"]]
    assert downloads == [
        f"{HOST}/en/data/catalogue.zip",
        *(f"{HOST}/en/activities.{ending}" for ending in ("csv", "json", "xml")),
    ]
    for address in downloads:
        response = client.get(address.removeprefix(HOST))
        assert response.status_code == 200
        assert list(response)


def test_a_list_describes_itself_with_its_query(client):
    listing = told(client, "/fr/activites/?country=KGZ&theme=sport")
    assert listing["name"] == "Kirghizistan · Sport"
    assert [download["contentUrl"] for download in listing["distribution"]] == [
        f"{HOST}/fr/activites.{ending}?country=KGZ&theme=sport" for ending in ("csv", "json", "xml")
    ]
    assert told(client, "/fr/activites/?country=KGZ&q=&theme=sport&utm_source=x&page=1") == listing
    assert listing["isPartOf"]["@id"] == told(client, "/en/")["dataset"]["@id"]


def test_an_activity_describes_itself_with_what_it_rests_on(client, workshop):
    activity = told(client, f"/en/activities/{workshop.ref}/")
    assert activity["@id"] == f"{HOST}/id/{workshop.ref}"
    assert activity["name"] == "Workshop for prosecutors in Nepal"
    assert activity["isBasedOn"]["name"].endswith("para. 26")
    assert activity["spatialCoverage"] == [{"@type": "Place", "name": "Nepal"}]
    assert "temporalCoverage" not in activity


@pytest.mark.parametrize(
    ("start", "end", "precision", "interval"),
    [
        ("2098-07-01", "2099-04-30", "month", "2098-07/2099-04"),
        ("2099-04-22", None, "day", "2099-04-22"),
        ("2098-01-01", None, "year", "2098"),
    ],
)
def test_the_time_is_told_to_the_precision_that_the_report_states(client, start, end, precision, interval):
    activity = ActivityFactory(start=start, end=end, date_precision=precision)
    assert told(client, activity.get_absolute_url())["temporalCoverage"] == interval


def test_a_text_cannot_break_out_of_the_block(client):
    hostile = "</script><script>alert(1)</script><!-- & \u2028"
    activity = ActivityFactory(texts={"fr": (hostile, hostile), "en": (hostile, hostile)})
    response = client.get(activity.get_absolute_url())
    assert "<script>alert" not in response.text
    assert told(client, activity.get_absolute_url())["name"] == hostile


def test_a_query_cannot_break_out_of_the_block(client):
    listing = told(client, "/fr/activites/?q=</script><script>alert(1)</script>")
    assert "</script>" in listing["name"]


def test_a_part_of_a_page_and_a_refused_list_tell_nothing(client):
    assert not BLOCK.findall(client.get("/fr/activites/", headers={"HX-Request": "true"}).text)
    assert not BLOCK.findall(client.get("/fr/activites/?country=XXX").text)


def test_an_activity_with_a_date_links_to_its_iati_file(client):
    dated = ActivityFactory(start="2099-04-22", date_precision="day")
    for activity, links in ((dated, True), (ActivityFactory(), False)):
        address = activity.get_absolute_url()
        assert (f'href="{address.removesuffix("/")}.xml"' in client.get(address).text) is links


def test_the_data_page_counts_what_iati_carries(client):
    index = current_index()
    carried = iati.split(index, index.all).carried
    assert f"{len(carried)} of {len(index.all)} activities have both" in client.get("/en/data/").text


def test_a_node_is_described_once_and_referred_to_elsewhere(client):
    """Each list carries this description: what it repeats, every reader downloads again."""
    described = []

    def collect(value):
        if isinstance(value, list):
            list(map(collect, value))
        elif isinstance(value, dict):
            if "@id" in value and len(value) > 1:
                described.append(value["@id"])
            list(map(collect, value.values()))

    collect(told(client, "/en/activities/"))
    assert sorted(described) == sorted(set(described))
