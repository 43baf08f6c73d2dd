"""Country codes of two letters or three, in any case: pages lead to the one address, parameters accept them."""

import pytest

from activities.models import Country
from tests.factories import ActivityFactory
from tests.search.searching import refs_of, results_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]

WAYS = ["tuv", "Tuv", "TV", "tv", "tV"]


@pytest.fixture
def ref():
    return ActivityFactory(countries=[Country.objects.get(iso3="TUV")]).ref


@pytest.mark.parametrize("code", WAYS)
def test_a_page_leads_to_its_one_address(client, code):
    for path in ("/fr/pays/{}/", "/en/countries/{}/"):
        response = client.get(path.format(code))
        assert (response.status_code, response["Location"]) == (301, path.format("TUV"))


@pytest.mark.parametrize("code", ["zz", "ZZZ", "t", "tuva", "1V", "ßD"])
def test_what_is_no_code_is_no_page(client, code):
    assert client.get(f"/fr/pays/{code}/").status_code == 404


@pytest.mark.parametrize("code", WAYS)
def test_pages_files_and_api_accept_a_code(client, ref, code):
    assert refs_of(results_of(f"country={code}")) == [ref]
    for address in ("/en/activities/", "/en/activities/overview/", "/en/brief/", "/en/figures/"):
        response = client.get(f"{address}?country={code}")
        assert response.status_code == 200
        assert "Tuvalu" in response.text
    assert client.get(f"/en/activities.csv?country={code}")["X-Total-Count"] == "1"
    assert client.get(f"/api/v1/activities/?country={code}").json()["count"] == 1
    assert client.get(f"/api/v1/figures/?country={code}").status_code == 200


def test_links_of_a_list_hold_the_one_code_once(client, ref):
    page = client.get("/en/activities/?country=tv&country=TUV&kind=training").text
    assert 'href="?kind=training"' in page  # which drops the country
    assert page.count('id="chip-') == 2
    assert client.get("/en/activities/?country=tv").text.count("<title>Tuvalu") == 1


@pytest.mark.parametrize("code", ["zz", "ZZZ", "ß", "ßD", "ıq"])
def test_another_code_is_an_error(client, code):
    assert client.get("/en/activities/", {"country": code}).status_code == 400
    assert client.get("/api/v1/activities/", {"country": code}).status_code == 400
