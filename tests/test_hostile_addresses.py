"""Parameters that a page does not take are repeated in no link, no form and no error."""

import json
import re

import pytest

from tests.addresses import ANY, DATED, filled
from tests.html import Page

pytestmark = pytest.mark.django_db

MARK = "zzxxzz"  # stands in every hostile name and value
CONSTANT = 3000  # bytes that an error may add

UNKNOWN = {
    "900 names": "&".join(f"{MARK}{number}=1" for number in range(700)),
    "a long name": f"{MARK * 500}=1",
    "a long value": f"{MARK}={MARK * 500}",
    "one name again and again": "&".join([f"{MARK}=1"] * 900),
    "blank": "&".join(f"{MARK}{number}=" for number in range(700)),
    "no value": "&".join(f"{MARK}{number}" for number in range(700)),
    "escaped": "&".join(f"{MARK}%F0%9F%98%80{number}=%EF%B7%BA" for number in range(160)),
    "brackets": "&".join(f"{MARK}[{number}]=a" for number in range(500)),
    "almost a known one": f"Q={MARK * 300}&COUNTRY={MARK * 300}&country[]={MARK * 300}",
    "tracking": f"utm_source={MARK * 200}&fbclid={MARK * 200}&gclid={MARK * 200}",
    "page of nothing": f"page_size={MARK * 100}&offset={MARK * 100}&format={MARK * 100}",
}
PAGES = [
    "/fr/",
    "/fr/activites/",
    "/fr/activites/?country=KGZ&q=prison",
    "/fr/activites/?q=xyzzyxyzzy",
    "/fr/activites/apercu/?country=KGZ",
    f"/fr/activites/{ANY}/",
    "/fr/pays/",
    "/fr/pays/KGZ/",
    "/fr/themes/corruption/",
    "/fr/programmes/",
    "/fr/chiffres/?country=KGZ",
    "/fr/rapport/",
    "/fr/rapport/2021/",
    "/fr/rapport/grille/",
    "/fr/fiche/?country=KGZ",
    "/fr/changements/",
    "/fr/donnees/",
    "/fr/a-propos/",
    "/fr/methode/",
    "/fr/api/",
    "/fr/manifest.webmanifest",
    "/fr/opensearch.xml",
    "/fr/suggestions/?q=prison",
    f"/fr/activites/{ANY}.bib",
    "/fr/nulle-part/",
    "/robots.txt",
    "/sitemap.xml",
]
PROGRAMS = [
    "/api/v1/activities/?country=KGZ",
    "/api/v1/facets/",
    "/api/v1/figures/",
    "/api/v1/countries/",
    f"/api/v1/activities/{ANY}/",
    "/api/v1/nothing/",
    "/fr/activites.csv?country=KGZ",
    "/fr/activites.json?country=KGZ",
    "/fr/activites.atom?country=KGZ",
    "/fr/activites.xml?country=KGZ",
    f"/fr/activites/{ANY}.json",
    f"/fr/activites/{DATED}.xml",
    "/fr/changements.atom",
]


@pytest.fixture(autouse=True)
def _without_limit(settings):
    settings.API_RATE = settings.API_FILE_RATE = None


def body(response):
    return b"".join(response) if response.streaming else response.content


def with_query(address, query):
    return f"{address}{'&' if '?' in address else '?'}{query}"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_repeats_nothing_that_it_does_not_take(client, address, headers):
    address = filled(address)
    plain = client.get(address, headers=headers)
    for name, query in UNKNOWN.items():
        response = client.get(with_query(address, query), headers=headers)
        assert response.status_code == plain.status_code, name
        assert MARK not in body(response).decode(), name
        if response["Content-Type"].startswith("text/html"):
            assert response.get("ETag") == plain.get("ETag"), name  # one page, however it is asked for


@pytest.mark.parametrize("address", PROGRAMS)
def test_an_error_names_a_few_unknown_parameters_in_short(client, address):
    address = filled(address)
    plain = len(body(client.get(address)))
    for name, query in UNKNOWN.items():
        response = client.get(with_query(address, query))
        content = body(response)
        if response.status_code == 200:  # blank ones, as a form sends them
            assert MARK.encode() not in content, name
        else:
            assert response.status_code in (400, 404), name
        assert len(content) <= 1.1 * plain + 2 * CONSTANT, name
        for value in re.findall(rf"(?:{MARK})+", content.decode()):
            assert len(value) <= 40


KNOWN = {
    "a long text": f"q={MARK * 1000}",
    "a text that is refused": f"q={MARK * 40}",
    "escapes": "q=" + "%EF%B7%BA" * 800,
    "an unknown country": f"country={MARK * 1000}",
    "many unknown countries": "&".join(f"country={MARK}{number}" for number in range(400)),
    "the same country": "&".join(["country=KGZ"] * 600),
    "an unknown theme, escaped": "theme=" + "%F0%9F%98%80" * 600,
    "an unknown order": f"sort={MARK * 1000}",
    "orders": "&".join(f"sort={MARK}{number}" for number in range(400)),
    "pages": "&".join(f"page={MARK}{number}" for number in range(400)),
    "a long page": f"page={'9' * 6000}",
    "an unknown year": f"year={MARK * 1000}",
    "all at once": "&".join(f"{name}={MARK * 60}" for name in ("q", "country", "theme", "sort", "page", "kind", "year", "role", "unit")),
    "a language": f"lang={MARK * 1000}",
    "fields": f"fields={MARK * 160}",
    "since": f"since={MARK * 160}",
}  # fmt: skip
TAKING = [
    "/fr/activites/",
    "/fr/activites/apercu/",
    "/fr/fiche/",
    "/fr/chiffres/",
    "/fr/changements/",
    "/fr/suggestions/",
    *PROGRAMS,
]


@pytest.mark.parametrize("address", TAKING)
def test_a_known_parameter_beyond_measure_is_no_more_repeated(client, address):
    address = filled(address)
    plain = len(body(client.get(address)))
    for name, query in KNOWN.items():
        response = client.get(with_query(address, query))
        content = body(response)
        assert response.status_code in (200, 400, 404), name
        assert len(content) <= 1.1 * plain + 2 * CONSTANT, (name, len(content), plain)


@pytest.mark.parametrize("address", ["/fr/activites/", "/en/activities/", "/fr/chiffres/", "/fr/fiche/"])
def test_the_links_of_a_refused_page_retain_the_valid_parameters(client, address):
    response = client.get(f"{address}?country=KGZ&{'role' if 'chiffres' in address else 'kind'}={MARK}")
    assert response.status_code == 400
    page = Page(response.text)
    assert f"“{MARK}”" in page.text or f"« {MARK} »" in page.text.replace("\u00a0", " ")
    links = [attributes.get("href") or "" for _tag, attributes in page.elements]
    assert any("country=KGZ" in link for link in links)
    assert not any(MARK in link for link in links)


LONG = {
    "a query": "/fr/activites/?q=" + "a" * 60_000,
    "a query of escapes": "/fr/activites/?q=" + "%EF%B7%BA" * 5000,
    "an unknown parameter": "/en/?x=" + MARK * 9000,
    "a path": "/fr/" + MARK * 9000 + "/",
    "the admin": "/admin/login/?next=" + MARK * 9000,
    "a page of no language": "/" + MARK * 9000,
}


@pytest.mark.parametrize("name", LONG)
def test_an_address_that_is_too_long_is_refused_in_words(client, name):
    response = client.get(LONG[name])
    assert response.status_code == 400
    assert MARK not in response.text
    assert len(response.content) < 10_000
    page = Page(response.text)
    expected = "The address is too long." if page.language == "en" else "L’adresse est trop longue."
    assert expected in page.text


@pytest.mark.parametrize(
    "address", ["/api/v1/activities/", "/fr/activites.csv", "/en/activities.atom", "/api/v1/nothing/"]
)
@pytest.mark.parametrize(
    "query", ["q=" + "a" * 60_000, "&".join(["a=1"] * 1500), "&".join(["country=KGZ"] * 1001)]
)
def test_programs_are_refused_in_their_own_form(client, address, query):
    response = client.get(f"{address}?{query}")
    assert (response.status_code, response["Content-Type"]) in [
        (400, "application/problem+json"),
        (404, "application/problem+json"),
    ]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert json.loads(response.content)["status"] == response.status_code
    assert len(response.content) < 1000


def test_too_many_parameters_are_refused_in_words(client):
    response = client.get("/fr/activites/?" + "&".join(["a=1"] * 1500))
    assert response.status_code == 400
    assert "trop de paramètres" in Page(response.text).text
    assert "a=1" not in response.text


def test_the_longest_address_that_a_page_makes_is_answered(client):
    countries = client.get("/api/v1/countries/?page_size=50&fields=iso3").json()["results"]
    query = "&".join(f"country={country['iso3']}" for country in countries)
    text = "%EF%B7%BA" * 200
    assert client.get(f"/fr/activites/?{query}&q={text}&sort=title").status_code == 200


@pytest.mark.parametrize("name", UNKNOWN)
def test_the_sign_in_page_repeats_nothing_but_where_it_leads(client, name):
    response = client.get(f"/admin/login/?next=/admin/auth/&{UNKNOWN[name]}")
    assert response.status_code == 200
    assert MARK not in response.text
    assert Page(response.text).text
    assert 'value="/admin/auth/"' in response.text
    assert MARK not in client.get(f"/admin/login/?next=/{MARK * 1000}").text
