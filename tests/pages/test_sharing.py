"""Machines read titles, canonical and alternate URLs, sitemap, robots, search description, manifest."""

import json
import re
from datetime import datetime
from html import unescape
from itertools import product
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from activities.models import Activity, Country, Figure
from activities.pages.sitemaps import PAGES, PageSitemap
from tests.factories import ActivityFactory, ParagraphFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def tree_of(response):
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own answer


def mapped(client):
    """The addresses of the sitemap."""
    return [loc.text for part in sitemaps(client) for loc in part.iter(f"{SITEMAP}loc")]


def sitemaps(client):
    """The files that the index of the sitemap names."""
    index = tree_of(client.get("/sitemap.xml"))
    return [tree_of(client.get(loc.text.removeprefix(HOST))) for loc in index.iter(f"{SITEMAP}loc")]


def links(response, rel):
    page = Page(response.text)
    return [link for link in page.all("link") if link.get("rel") == rel]


def shared(response):
    page = Page(response.text)
    return {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("q=prison&country=KGZ", "« prison » · Kirghizistan · {} activité"),
        ("theme=corruption", "Corruption · {} activités"),
        ("kind=training&year=2020", "Formation · 2020 · {} activité"),
        ("", "{} activités"),
    ],
)
def test_the_title_of_a_list_tells_the_query_and_the_count(client, query, title):
    page = client.get(f"/fr/activites/?{query}")
    count = re.search(r'<h2 id="results"[^>]*>\s*(\d+)', page.text)[1]
    wanted = " ".join(title.format(count).split())
    assert " ".join(Page(page.text).title.split()).startswith(wanted)
    assert " ".join(shared(page)["og:title"].split()).startswith(wanted)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("country=TUV&paragraph=999", "Tuvalu · § 999 · 1 chiffre ·"),
        ("country=TUV&paragraph=998", "Tuvalu · § 998 · 0 chiffre ·"),
        ("page=2", "{count} chiffres · Page 2 sur {pages} ·"),
    ],
)
def test_the_title_of_the_register_tells_the_query_and_the_count(client, query, title):
    tuvalu = [Country.objects.get(iso3="TUV")]
    for number in (998, 999):
        ActivityFactory(
            citation=ParagraphFactory(number=number),
            countries=tuvalu,
            figures=[{"countries": tuvalu}] if number == 999 else [],
        )
    count = Figure.objects.published().count()
    found = " ".join(Page(client.get(f"/fr/chiffres/?{query}").text).title.split())
    assert found.startswith(title.format(count=count, pages=-(-count // 50)))


def test_titles_and_descriptions_are_escaped_in_their_attributes(client):
    page = client.get("/fr/activites/", {"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.text
    activity = ActivityFactory(texts={"fr": ('Un "titre" & <b>', 'Un "résumé" & <i>')})
    page = client.get(activity.get_absolute_url())
    assert shared(page)["og:title"].startswith('Un "titre" & <b>')
    assert shared(page)["og:description"] == 'Un "résumé" & <i>'


def test_a_page_names_its_canonical_address_and_its_languages(client):
    page = client.get("/en/countries/KGZ/?utm_source=letter")
    assert [link["href"] for link in links(page, "canonical")] == [f"{HOST}/en/countries/KGZ/"]
    alternates = {link["hreflang"]: link["href"] for link in links(page, "alternate") if "hreflang" in link}
    assert alternates == {
        "fr": f"{HOST}/fr/pays/KGZ/",
        "en": f"{HOST}/en/countries/KGZ/",
        "x-default": f"{HOST}/fr/pays/KGZ/",
    }


@pytest.mark.parametrize(
    "list_and_query",
    [
        "/fr/activites/?country=COL",
        "/fr/activites/apercu/?country=COL",
        "/fr/chiffres/?country=COL",
        "/fr/fiche/?country=COL",
        "/fr/changements/?page=2",
    ],
)
def test_a_filtered_list_is_not_indexed_and_claims_no_canonical_address(client, list_and_query):
    page = client.get(list_and_query)
    assert '<meta name="robots" content="noindex">' in page.text
    assert links(page, "canonical") == []
    assert links(client.get(list_and_query.partition("?")[0]), "canonical")


def test_the_sitemap_lists_every_published_page_in_both_languages(client):
    draft = ActivityFactory(status="draft")
    addresses = mapped(client)
    found = set(addresses)
    for activity in Activity.objects.published():
        assert f"{HOST}/fr/activites/{activity.ref}/" in found
        assert f"{HOST}/en/activities/{activity.ref}/" in found
    assert not any(draft.ref in address for address in found)
    assert {f"{HOST}/en/countries/TUV/", f"{HOST}/fr/instruments/uncac/", f"{HOST}/fr/methode/"} <= found
    assert {f"{HOST}/fr/donnees/", f"{HOST}/en/data/", f"{HOST}/en/data/iati/"} <= found
    assert len(found) == len(addresses)
    alternates = [
        link for part in sitemaps(client) for link in part.iter("{http://www.w3.org/1999/xhtml}link")
    ]
    assert {link.get("href") for link in alternates} == found


def test_the_sitemap_builds_each_address_once(client, monkeypatch):
    built = []
    monkeypatch.setattr(
        PageSitemap, "location", lambda _self, name: built.append((name, get_language())) or f"/{name}/"
    )
    assert client.get("/sitemap-pages.xml").status_code == 200
    assert sorted(built) == sorted(product(PAGES, ("en", "fr")))


def test_a_sample_of_the_sitemap_opens(client):
    for address in mapped(client)[::60]:
        assert client.get(address.removeprefix(HOST)).status_code == 200, address


def test_a_vulnerability_is_reported_where_the_operator_says(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == f"{HOST}/.well-known/security.txt"
    days = (datetime.fromisoformat(fields["Expires"]) - timezone.now()).days
    assert 30 < days < 365


def test_robots_are_told_where_the_sitemap_is(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    assert f"Sitemap: {HOST}/sitemap.xml" in response.text
    assert "Disallow: /admin/" in response.text


@pytest.mark.parametrize(("language", "path"), [("fr", "activites"), ("en", "activities")])
def test_the_search_describes_itself(client, language, path):
    response = client.get(f"/{language}/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    tree = tree_of(response)
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert tree.findtext("o:Language", namespaces=names) == language
    assert len(tree.findtext("o:ShortName", namespaces=names)) <= 16
    template = tree.find("o:Url", names).get("template")
    assert template == f"{HOST}/{language}/{path}/?q={{searchTerms}}"
    assert client.get(template.removeprefix(HOST).replace("{searchTerms}", "prison")).status_code == 200


def test_the_manifest_names_icons_that_exist(client):
    response = client.get("/en/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert (manifest["lang"], manifest["start_url"]) == ("en", "/en/")
    for icon in manifest["icons"]:
        name = re.sub(r"^/static/|\.[0-9a-f]{12}(?=\.)", "", icon["src"])
        assert finders.find(name), icon


@pytest.mark.parametrize("name", ["icon-192.png", "icon-512.png"])
def test_icons_have_the_size_of_their_name(name):
    with open(finders.find(f"img/{name}"), "rb") as file:
        head = file.read(24)
    size = int(re.search(r"\d+", name)[0])
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (size, size)


def test_the_door_of_the_admin_tells_too_many_attempts_in_both_languages(rf):
    text = unescape(render_to_string("429.html", request=rf.get("/admin/login/")))
    assert "Sign-in is blocked" in text
    assert "connexion" in text


@pytest.mark.parametrize("path", ["/fr/", "/en/", "/en/activities/?q=prison"])
def test_the_link_to_the_search_has_the_name_of_the_search(client, path):
    [link] = links(client.get(path), "search")
    name = tree_of(client.get(link["href"])).findtext("{http://a9.com/-/spec/opensearch/1.1/}ShortName")
    assert link["title"] == name
