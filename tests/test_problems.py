"""One answer describes every problem, in the format and the language of its URL, whatever met it."""

import json

import pytest
from django.test import Client

from tests.html import Page
from unodc_catalogue import outages
from unodc_catalogue.load import BUSY

pytestmark = pytest.mark.django_db

PAGE, PROBLEM, TEXT = "text/html", "application/problem+json", "text/plain"
URLS = {
    "/fr/activites/": (PAGE, "fr"),
    "/en/activities/": (PAGE, "en"),
    "/admin/login/": (PAGE, "fr"),
    "/en/nowhere/": (PAGE, "en"),
    "/api/v1/activities/": (PROBLEM, "fr"),
    "/api/v1/nowhere/": (PROBLEM, "fr"),
    "/api/v2/": (PROBLEM, "fr"),
    "/en/activities.csv": (PROBLEM, "en"),
    "/fr/activites.xlsx": (PROBLEM, "fr"),
    "/fr/activites/2099-999-9.json": (PROBLEM, "fr"),
    "/fr/suggestions/": (PROBLEM, "fr"),
    "/en/activities/2099-999-9.ris": (TEXT, "en"),
    "/en/data/catalogue.zip": (TEXT, "en"),
    "/robots.txt": (TEXT, "fr"),
}
# Where scripts of other sites may call: the API and all that is a file of the data.
CLOSED = ("/fr/suggestions/", "/robots.txt")

# What meets a problem, by its status: before a view is known, in a middleware, and in a view.
MET = {
    405: lambda client, url, _rf: client.put(url),
    503: lambda client, url, _rf: client.get(url, **{BUSY: True}),
    400: lambda client, url, _rf: client.get(url, {"q": "a" * 40_000}),
    "outage": lambda _client, url, rf: outages.unavailable(rf.get(url), outages.AWAY),
}


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("met", MET)
def test_every_problem_is_in_the_format_and_language_of_its_url(client, rf, met, url):
    response = MET[met](client, url, rf)
    kind, language = URLS[url]
    status = 503 if met == "outage" else met
    assert response.status_code == status
    assert response["Content-Type"].partition(";")[0] == kind
    assert response["Content-Language"] == language
    assert "no-store" in response["Cache-Control"]
    assert ("Retry-After" in response) == (status == 503)
    assert int(response["Content-Length"]) == len(response.content)
    if kind == PROBLEM:
        problem = json.loads(response.content)
        assert (problem["type"], problem["status"]) == ("about:blank", status)
        assert problem["title"]
        assert problem["detail"]
    if kind == PAGE:
        assert Page(response.text).language == language


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("met", MET)
def test_scripts_of_other_sites_read_the_problems_of_what_they_may_call(client, rf, met, url):
    is_open = URLS[url][0] != PAGE and url not in CLOSED
    allowed = MET[met](client, url, rf).get("Access-Control-Allow-Origin")
    assert allowed == ("*" if is_open else None)


def test_the_language_that_a_program_asks_for_is_that_of_its_problem(client):
    response = client.put("/api/v1/activities/?lang=en")
    assert (response["Content-Language"], response.json()["title"]) == ("en", "Read-only")


@pytest.mark.parametrize(("url", "language"), [("/en/activities/", "en"), ("/fr/activites/", "fr")])
def test_what_fails_before_the_language_is_known_is_in_the_language_of_the_url(settings, url, language):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(url, headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert Page(response.text).language == language
    assert response["Content-Language"] == language


def test_a_problem_asks_the_database_nothing(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        for url in URLS:
            outages.unavailable(rf.get(url), outages.AWAY)
