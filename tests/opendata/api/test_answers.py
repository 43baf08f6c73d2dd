"""The API names wrong parameters in problems, is cached, limited, and open to scripts of other sites."""

import json

import pytest
from django.db import OperationalError
from django.utils import timezone
from psycopg.errors import QueryCanceled

from activities.models import Activity
from tests.addresses import ANY, UNKNOWN, filled
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/activities/"
WRONG = {
    f"{LIST}?country=XXX": "country",
    f"{LIST}?country=kgzz": "country",
    f"{LIST}?country=KGZ&country=XXX": "country",
    f"{LIST}?theme=nothing": "theme",
    f"{LIST}?kind=nothing": "kind",
    f"{LIST}?year=1800": "year",
    f"{LIST}?sort=nothing": "sort",
    f"{LIST}?sort=title&sort=report": "sort",
    f"{LIST}?q=": "q",
    f"{LIST}?q=%00": "q",
    f"{LIST}?q={'a' * 201}": "q",
    f"{LIST}?q={'%20' * 201}": "q",
    f"{LIST}?q=a&q=b": "q",
    f"{LIST}?contry=KGZ": "contry",
    f"{LIST}?format=xml": "format",
    f"{LIST}?cursor=abc": "cursor",
    f"{LIST}?fields=ref,nothing": "fields",
    f"{LIST}?fields=": "fields",
    f"{LIST}?fields=ref,": "fields",
    f"{LIST}{ANY}/?fields=nothing": "fields",
    f"{LIST}?fields=ref,ref": "fields",
    f"{LIST}?lang=de": "lang",
    f"{LIST}?page=0": "page",
    f"{LIST}?page=-1": "page",
    f"{LIST}?page=x": "page",
    f"{LIST}?page=%D9%A1": "page",
    f"{LIST}?page=1.0": "page",
    f"{LIST}?page_size=0": "page_size",
    f"{LIST}?page_size=501": "page_size",
    f"{LIST}?since=yesterday": "since",
    f"{LIST}?since=2026-02-31": "since",
    f"{LIST}?since=2026-02-01T00:00:00": "since",
    f"{LIST}?since=2026-02-01T25:00:00Z": "since",
    f"{LIST}?since=99999999999999999999": "since",
    f"{LIST}?since=-1": "since",
    "/api/v1/facets/?country=XXX": "country",
    "/api/v1/facets/?sort=title": "sort",
    "/api/v1/figures/?unit=nothing": "unit",
    "/api/v1/figures/?paragraph=0": "paragraph",
    "/api/v1/countries/?country=KGZ": "country",
    "/api/v1/schema/?lang=xx": "lang",
}


@pytest.mark.parametrize(("address", "parameter"), WRONG.items())
def test_what_is_not_valid_is_refused_by_its_name(client, address, parameter, without_limit):
    response = client.get(filled(address))
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert [row["name"] for row in problem["parameters"]] == [parameter]
    assert problem["status"] == 400
    assert problem["detail"].startswith(f"{parameter}: ")


def test_all_that_is_wrong_is_named_at_once(client, without_limit):
    problem = client.get(f"{LIST}?country=XXX&theme=rien&lang=en").json()
    assert {row["name"]: row["detail"] for row in problem["parameters"]} == {
        "country": "“XXX” is not known here.",
        "theme": "“rien” is not known here.",
    }


def test_a_problem_speaks_the_language_asked_for(client, without_limit):
    for code, said in (("fr", "est inconnu ici"), ("en", "is not known here")):
        assert said in client.get(f"{LIST}?country=XXX&lang={code}").json()["detail"]


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}{UNKNOWN}/",
        f"{LIST}2021-26-1/",
        f"{LIST}%00/",
        f"{LIST}nothing/",
        "/api/v1/nothing/",
        "/api/v1/nothing/?page=2",
        "/api/v1/activities//",
        f"{LIST}?page=999",
        "/api/v1/countries/?page=5",
    ],
)
def test_what_does_not_exist_is_a_problem_of_its_own(client, address, without_limit):
    response = client.get(address)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_an_address_without_its_slash_leads_to_the_one_with_it(client):
    response = client.get("/api/v1/activities?country=KGZ")
    assert (response.status_code, response.url) == (301, f"{LIST}?country=KGZ")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)(LIST)
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert "GET" in response["Allow"]


def test_too_many_parameters_are_refused(client, without_limit):
    response = client.get(LIST + "?" + "&".join(f"a{n}=1" for n in range(1100)))
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_a_question_that_takes_too_long_says_when_to_return(client, monkeypatch, without_limit):
    def fail(*args):
        raise OperationalError from QueryCanceled()

    monkeypatch.setattr("activities.opendata.api.activities.page_of", fail)
    response = client.get(LIST)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response.json()["status"] == 503


def test_our_own_mistake_tells_nothing(client, monkeypatch, without_limit):
    def fail(*args):
        raise RuntimeError("the secret of the machine")

    monkeypatch.setattr("activities.opendata.api.activities.page_of", fail)
    client.raise_request_exception = False
    response = client.get(LIST)
    assert response.status_code == 500
    assert "secret" not in response.text


# Caching


def test_what_has_not_changed_is_not_sent_again(client, without_limit):
    first = client.get(f"{LIST}?country=KGZ")
    again = client.get(f"{LIST}?country=KGZ", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"]
    ActivityFactory()
    assert client.get(f"{LIST}?country=KGZ", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "address", [f"{LIST}?country=XXX", f"{LIST}{UNKNOWN}/", "/fr/activites/?country=XXX"]
)
def test_a_refusal_has_no_tag_that_could_stand_for_an_answer(client, address, without_limit):
    assert "ETag" not in client.get(address)


def test_who_had_to_wait_gets_the_answer_afterwards(client, settings):
    settings.API_RATE = "1/minute"
    client.get(LIST)
    refused = client.get(LIST)
    settings.API_RATE = None
    assert (refused.status_code, "ETag" in refused) == (429, False)


def test_no_cookie_is_set_or_read(client, admin_client, without_limit):
    for reader in (client, admin_client):
        response = reader.get(LIST)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
    assert response.content == client.get(LIST).content


# Other sites


@pytest.mark.parametrize(
    "address",
    [
        LIST,
        LIST.rstrip("/"),
        f"{LIST}{UNKNOWN}/",
        f"{LIST}?country=XXX",
        "/api/v1/schema/",
        "/fr/activites.csv",
        "/fr/activites.xml",
        f"/fr/activites/{ANY}.bib",
        "/fr/donnees/catalogue.zip",
    ],
)
def test_scripts_of_other_sites_may_read_every_answer(client, address, without_limit):
    response = client.get(filled(address), headers={"origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in response["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    response.close()


def test_a_browser_that_asks_first_is_told_that_it_may_read(client):
    response = client.options(LIST, headers={"access-control-request-method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_the_pages_are_not_open_to_other_sites(client):
    assert "Access-Control-Allow-Origin" not in client.get("/fr/activites/")


# Limits


def test_who_asks_too_often_is_told_when_to_return(client, settings):
    settings.API_RATE = "3/minute"
    answers = [client.get(f"{LIST}?fields=ref") for _time in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 61
    assert answers[-1].json()["status"] == 429
    assert answers[-1]["Access-Control-Allow-Origin"] == "*"
    assert answers[-1]["Cache-Control"] == "no-store, no-cache"
    assert client.get(LIST, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_an_invented_proxy_header_gives_no_further_requests(client, settings):
    settings.API_RATE = "1/minute"
    codes = [client.get(LIST, headers={"x-forwarded-for": f"198.51.100.{n}"}).status_code for n in range(3)]
    assert codes == [200, 429, 429]


def test_files_have_a_limit_of_their_own(client, settings):
    settings.API_RATE, settings.API_FILE_RATE = None, "1/minute"
    assert [client.get("/fr/activites.json").status_code for _time in range(2)] == [200, 429]
    assert client.get(LIST).status_code == 200


def test_a_record_in_json_is_the_api_s(client, without_limit):
    activity = ActivityFactory()
    page = client.get(f"/fr/activites/{activity.ref}.json")
    assert page.json() == client.get(f"{LIST}{activity.ref}/").json()
    assert json.loads(page.content)["ref"] == activity.ref


def test_a_moment_is_stated_with_its_offset(client, without_limit):
    activity = ActivityFactory()
    stated = client.get(f"{LIST}{activity.ref}/").json()["updated_at"]
    assert timezone.datetime.fromisoformat(stated) == Activity.objects.get(pk=activity.pk).updated_at
