"""URLs as people write, copy and guess them lead to the page that they mean."""

import json

import pytest

from tests.addresses import ANY, PAGES, english, filled

pytestmark = pytest.mark.django_db

PREFIXED = [page for page in PAGES if "?" not in page and page != "/fr/"]


@pytest.mark.parametrize("page", PREFIXED)
@pytest.mark.parametrize("ending", ["", "?lang=x"])
def test_a_path_of_the_other_language_leads_to_the_page(client, page, ending):
    french = filled(page)
    there = english(french)
    for wrong, right in (
        (french.replace("/fr/", "/en/", 1), there),
        (there.replace("/en/", "/fr/", 1), french),
    ):
        if wrong in (french, there):
            continue  # the paths are the same
        response = client.get(wrong + ending)
        assert (response.status_code, response["Location"]) == (301, right + ending), wrong
        assert client.get(right).status_code == 200
        without_slash = client.get(wrong.rstrip("/"))
        assert without_slash.headers.get("Location") == right


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/en/activites.csv?country=KGZ", "/en/activities.csv?country=KGZ"),
        ("/fr/activities.atom", "/fr/activites.atom"),
        ("/fr/changes.atom", "/fr/changements.atom"),
        ("/en/donnees/catalogue.zip", "/en/data/catalogue.zip"),
        ("/en/pays/kgz/", "/en/countries/kgz/"),
    ],
)
def test_a_file_of_the_other_language_leads_to_the_file(client, wrong, right):
    response = client.get(wrong)
    assert (response.status_code, response["Location"]) == (301, right)


@pytest.mark.parametrize(
    "path",
    ["/en/nulle-part/", "/en/activites/nothing/", "/de/activites/", "/activites/", "/en//evil.example/"],
)
def test_what_no_language_has_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_only_a_reader_is_redirected(client):
    assert client.post("/en/pays/").status_code in (404, 405)


@pytest.mark.parametrize("code", ["KGZ", "kgz", "KG", "kg", "Kgz"])
def test_any_code_of_a_country_leads_to_its_page_and_filters(client, code):
    assert client.get(f"/en/countries/{code}/", follow=True).status_code == 200
    assert client.get(f"/en/activities/?country={code}").status_code == 200
    assert client.get(f"/api/v1/activities/?country={code}").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "language"), [("en", "en"), ("fr-CA", "fr"), ("de, en;q=0.5", "en"), ("", "fr")]
)
def test_one_rule_chooses_the_language_where_the_url_names_none(client, accepted, language):
    ref = filled(ANY)
    for path in ("/", f"/id/{ref}", f"/id/{ref}/"):
        response = client.get(path, headers={"Accept-Language": accepted} if accepted else {})
        assert response.status_code == 302, path
        assert response["Location"].startswith(f"/{language}/"), path
        assert "Accept-Language" in response["Vary"], path


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/activities/a%0Ab/",
        "/api/v1/activities/a%0A/",
        "/api/v1/a%0D%0Ab/",
        "/api/v1/%00/",
        "/api/v1/%E2%80%A8/",
        "/api/v1/%FF/",
        "/api/v1/a%3Fb%23c/",
        "/api/v1/../v1/x/",
        "/api/v1//",
        "/api/v1/%F0%9F%98%80/",
        "/api/v2/",
        "/api/v10/activities/",
        "/api/other/",
        "/api/%0A/",
    ],
)
def test_an_odd_address_of_the_api_is_answered_with_a_problem(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["status"] == 404
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/api/v1/activities/a%0Ab", "/api/v1/activities/a%0A", "/api/v2"])
def test_an_odd_address_without_a_slash_leads_to_that_problem(client, path):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, f"{path}/")
