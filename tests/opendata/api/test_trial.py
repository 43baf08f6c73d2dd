"""The page to try the API: a form for each address, the request, and the line for curl."""

import shlex
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.addresses import ANY, filled
from tests.html import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_limit")]

PATHS = ["/fr/api/essayer/", "/en/api/try/"]


def requests_of(response):
    """Returns the request and the arguments of curl that a page shows."""
    shown = response.context["absolute"], response.context["curl"]
    assert all(text in Page(response.text).text for text in shown)
    return shown[0], shlex.split(shown[1])


def form_of(response):
    return {field["name"]: field for field in response.context["fields"]}


@pytest.mark.parametrize("path", PATHS)
def test_every_address_of_the_description_has_a_form_of_its_parameters(client, path):
    described = client.get("/api/v1/schema/").json()["paths"]
    offered = client.get(path).context["endpoints"]
    assert {row.path for _name, row in offered} == set(described)
    for name, row in offered:
        page = client.get(path, {"endpoint": name})
        wanted = {parameter["name"] for parameter in described[row.path]["get"]["parameters"]}
        assert set(form_of(page)) == wanted
        for field in wanted:
            assert f'name="{field}"' in page.text


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({"endpoint": "activities", "country": ["KGZ", "KAZ"], "q": ""}, {"country": ["KGZ", "KAZ"]}),
        (
            {"endpoint": "activities", "fields": ["ref", "texts"], "lang": "en"},
            {"fields": ["ref,texts"], "lang": ["en"]},
        ),
        ({"endpoint": "activities", "q": 'it\'s "a & b" $(x) <é>'}, {"q": ['it\'s "a & b" $(x) <é>']}),
        (
            {"endpoint": "figures", "unit": "countries", "page_size": "3"},
            {"unit": ["countries"], "page_size": ["3"]},
        ),
        ({"endpoint": "units", "country": "KGZ"}, {}),
        ({"endpoint": "nothing", "theme": "corruption"}, {"theme": ["corruption"]}),
    ],
)
def test_the_request_has_what_was_entered_and_the_api_answers_it(client, given, query):
    page = client.get("/en/api/try/", {**given, "send": "1"})
    address, curl = requests_of(page)
    assert parse_qs(urlsplit(address).query) == query
    assert curl == ["curl", address]
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert f'data-address="{page.context["address"]}"'.replace("&", "&amp;") in page.text


def test_an_activity_is_asked_for_by_its_reference(client):
    page = client.get("/en/api/try/", {"endpoint": "activity", "ref": filled(ANY), "send": "1"})
    address, _curl = requests_of(page)
    assert client.get(address.removeprefix("http://testserver")).json()["ref"] == filled(ANY)
    without = client.get("/en/api/try/", {"endpoint": "activity", "send": "1"})
    assert "needs a reference" in without.text
    assert "data-address" not in without.text
    odd = client.get("/en/api/try/", {"endpoint": "activity", "ref": "../../x?a#b"})
    assert odd.context["address"] == "/api/v1/activities/..%2F..%2Fx%3Fa%23b/"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_sent_before_it_is_asked_for(client, path):
    page = client.get(path)
    assert "data-address" not in page.text
    assert "noindex" not in page.text
    assert "noindex" in client.get(path, {"send": "1"}).text


def test_what_was_entered_is_still_in_the_form(client):
    given = {"endpoint": "activities", "country": "KGZ", "q": "prison", "sort": "title"}
    form = form_of(client.get("/fr/api/essayer/", given))
    assert form["q"]["value"] == "prison"
    for name in ("country", "sort"):
        assert [value for value, selected in form[name]["choices"] if selected] == [given[name]]


def test_the_page_uses_the_public_site(client, settings):
    settings.PUBLIC_URL = "https://catalogue.example.org"
    page = client.get("/en/api/try/", {"q": "prison"})
    assert requests_of(page)[0] == "https://catalogue.example.org/api/v1/activities/?q=prison"
    assert (
        page.context["address"] == "/api/v1/activities/?q=prison"
    )  # the page itself may ask its own host alone
