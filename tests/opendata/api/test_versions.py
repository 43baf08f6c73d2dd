"""The API lists itself, states its version and announces what ends."""

from datetime import date
from decimal import Decimal

import pytest

from activities.models import Figure, Report
from activities.opendata.api import versions
from activities.opendata.api.versions import CURRENT, VERSIONS, Deprecation
from tests.addresses import ANY, filled
from tests.factories import FigureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_limit")]

PATHS = [
    "/api/v1/",
    "/api/v1/activities/?page_size=1",
    f"/api/v1/activities/{ANY}/",
    "/api/v1/schema/",
    "/api/v1/units/",
]


def test_the_api_lists_its_addresses(client):
    index = client.get("/api/v1/?lang=en").json()
    assert (index["version"], index["documentation"]) == (CURRENT, "http://testserver/en/api/")
    described = client.get("/api/v1/schema/").json()["paths"]
    assert {row["url"] for row in index["addresses"]} == {
        f"http://testserver{path}" for path in described if path != "/api/v1/"
    }
    for row in index["addresses"]:
        assert row["description"]
        assert client.get(filled(row["url"].replace("{ref}", ANY))).status_code == 200
    for page in ("documentation", "changes"):
        assert client.get(index[page]).status_code == 200


def test_the_address_above_leads_to_the_current_version(client):
    response = client.get("/api/")
    assert (response.status_code, response["Location"]) == (302, "/api/v1/")


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "en", "en"),
        ("", "en-GB,en;q=0.9,fr;q=0.1", "en"),
        ("", "fr", "fr"),
        ("", "", "fr"),
        ("", "ru, *;q=0.1", "fr"),
        ("lang=fr", "en", "fr"),
        ("lang=en", "fr", "en"),
    ],
)
def test_lang_then_accept_language_choose_the_language(client, query, accepted, language):
    headers = {"Accept-Language": accepted} if accepted else {}
    labels = {"fr": "Pays", "en": "Country"}
    answer = client.get(f"/api/v1/facets/?{query}", headers=headers)
    assert answer.json()["facets"][0]["label"] == labels[language]
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]
    problem = client.get(f"/api/v1/activities/?country=XXX&{query}", headers=headers)
    assert problem.json()["title"].startswith({"fr": "Cette requête", "en": "This request"}[language])
    assert problem["Content-Language"] == language


def test_a_cache_never_confuses_two_languages(client):
    french, english = (
        client.get("/api/v1/facets/", headers={"Accept-Language": code}) for code in ("fr", "en")
    )
    assert french["ETag"] != english["ETag"]
    again = client.get("/api/v1/facets/", headers={"Accept-Language": "en", "If-None-Match": english["ETag"]})
    assert again.status_code == 304
    assert again["Vary"]
    assert again.headers.get("Content-Language", "en") == "en"
    wrong = client.get("/api/v1/facets/", headers={"Accept-Language": "fr", "If-None-Match": english["ETag"]})
    assert wrong.status_code == 200


def test_accept_language_leaves_the_texts_in_both_languages(client):
    record = client.get("/api/v1/activities/?page_size=1", headers={"Accept-Language": "en"}).json()[
        "results"
    ][0]
    assert set(record["texts"]) == {"fr", "en"}


def test_the_language_of_a_file_is_that_of_its_url(client):
    header = b"".join(client.get("/fr/activites.un?country=KGZ", headers={"Accept-Language": "en"})).decode()
    assert "Kirghizistan" in header


def test_a_figure_has_its_number_twice(client):
    FigureFactory(value=Decimal("1.3"))
    figures = client.get("/api/v1/figures/?page_size=500").json()["results"]
    assert len(figures) == min(500, Figure.objects.published().count())
    for figure in figures:
        assert isinstance(figure["value"], str)
        assert isinstance(figure["number"], int | float)
        assert float(figure["value"]) == figure["number"]
    assert {type(figure["number"]) for figure in figures} == {int, float}


@pytest.mark.parametrize("path", PATHS)
def test_every_response_states_the_version_and_announces_nothing(client, path):
    response = client.get(filled(path))
    assert response["API-Version"] == CURRENT
    assert "API-Version" in response["Access-Control-Expose-Headers"]
    assert not {"Deprecation", "Sunset", "Link"} & set(response.headers)
    again = client.get(filled(path), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["API-Version"]) == (304, CURRENT)


def ending(monkeypatch, *rows):
    monkeypatch.setattr(versions, "DEPRECATIONS", rows)


def announced(**more):
    days = {"since": date(2027, 1, 1), "sunset": date(2028, 2, 3), "instead": "Autre chose."}
    return Deprecation(**{"path": "/api/v1/figures/", **days, **more})


@pytest.mark.parametrize(
    ("row", "uses", "spares"),
    [
        (announced(), "/api/v1/figures/", "/api/v1/units/"),
        (announced(parameter="unit"), "/api/v1/figures/?unit=countries", "/api/v1/figures/"),
        (announced(field="value"), "/api/v1/figures/", "/api/v1/figures/?fields=number"),
        (announced(field="value"), "/api/v1/figures/?fields=number,value", "/api/v1/units/"),
        (announced(path="/api/v1/activities/{ref}/"), f"/api/v1/activities/{ANY}/", "/api/v1/activities/"),
    ],
)
def test_what_ends_is_announced_to_whoever_uses_it(client, monkeypatch, row, uses, spares):
    ending(monkeypatch, row)
    response = client.get(filled(uses), headers={"Accept-Language": "en"})
    assert response.status_code == 200
    assert response["Deprecation"] == "@1798761600"
    assert response["Sunset"] == "Thu, 03 Feb 2028 00:00:00 GMT"
    assert '<http://testserver/en/api/changes/>; rel="deprecation"' in response["Link"]
    assert "Deprecation" not in client.get(filled(spares))


def test_what_ends_is_named_on_the_page_and_in_the_description(client, monkeypatch):
    ending(monkeypatch, announced(parameter="unit"), announced(path="/api/v1/units/"))
    page = client.get("/fr/api/changements/").text
    assert "3 février 2028" in page
    assert "Autre chose." in page
    paths = client.get("/api/v1/schema/").json()["paths"]
    assert paths["/api/v1/units/"]["get"]["deprecated"]
    assert "deprecated" not in paths["/api/v1/figures/"]["get"]
    parameters = {
        row["name"]: row.get("deprecated", False) for row in paths["/api/v1/figures/"]["get"]["parameters"]
    }
    assert parameters["unit"]
    assert not parameters["country"]


@pytest.mark.parametrize(
    ("path", "words"), [("/fr/api/changements/", "Rien"), ("/en/api/changes/", "Nothing")]
)
def test_the_page_of_changes_lists_every_version(client, path, words):
    page = client.get(path).text
    assert words in page
    assert all(version.number in page for version in VERSIONS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_links_the_description_in_its_language(client, language):
    assert f'href="/api/v1/schema/?lang={language}"' in client.get(f"/{language}/api/").text
    described = client.get(f"/api/v1/schema/?lang={language}").json()
    assert described["servers"] == [{"url": "http://testserver"}]
    assert described["info"]["title"].isascii()
    assert described["info"]["version"] == CURRENT


def test_the_description_explains_what_accompanies_results(client):
    described = client.get("/api/v1/schema/?lang=en").json()["paths"]["/api/v1/activities/"]["get"]
    answer = described["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    for name in ("nearest", "corrected", "version"):
        assert len(answer[name]["description"]) > 30, name
    parameters = {row["name"]: row for row in described["parameters"]}
    assert "none" in parameters["year"]["schema"]["items"]["enum"]
    assert "none" in parameters["year"]["description"]
    assert parameters["report"]["schema"]["items"]["enum"] == list(
        Report.objects.published().values_list("ref", flat=True)
    )
