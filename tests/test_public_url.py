"""PUBLIC_URL is the site of every URL that leaves the catalogue, whatever host was asked."""

import gzip
import io
import re
import zipfile

import pytest

from tests.addresses import DATED, PAGES, RICH, english, filled

pytestmark = pytest.mark.django_db

PUBLIC, ASKED = "https://catalogue.example.org", "inside.example.net"
FORMATS = "csv xlsx json jsonl xml atom un apa bib ris csl".split()
MACHINES = [
    *(f"/fr/activites.{ending}?country=KGZ" for ending in FORMATS),
    *(f"/en/activities.{ending}?q=prison" for ending in FORMATS),
    "/en/activities.csv?table=figures&country=KGZ",
    "/en/activities.csv?table=countries&country=KGZ",
    *(f"/en/activities/{RICH}.{ending}" for ending in ("json", "bib", "ris", "csl")),
    f"/fr/activites/{DATED}.xml",
    "/fr/changements.atom",
    "/fr/donnees/catalogue.zip",
    "/fr/opensearch.xml",
    "/fr/manifest.webmanifest",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-activities.xml",
    "/api/v1/",
    "/api/v1/activities/?page_size=3&page=2",
    f"/api/v1/activities/{RICH}/",
    "/api/v1/countries/?page_size=3",
    "/api/v1/figures/?page_size=3",
    "/api/v1/schema/",
    "/api/v1/activities/?country=XXX",
    "/api/v1/nothing",
    "/fr/suggestions/?q=prison",
    f"/id/{RICH}",
    "/",
    "/en/activites/",
    "/fr/pays/kgz/",
    "/fr/nulle-part/",
    "/fr/activites/?country=XXX",
]
# Answers in which no URL is absolute.
SILENT = ("manifest", "suggestions", "/nothing", "XXX", "/id/", "nulle-part", ".un?", "table=")
REDIRECTED = ("/", "/en/activites/", "/fr/pays/kgz/")
OF_PROGRAMS = [
    row
    for row in MACHINES
    if row.startswith(("/fr/activites.", "/api/v1/activities", "/sitemap")) and "XXX" not in row
]


@pytest.fixture(autouse=True)
def _asked_by_another_host(settings):
    settings.ALLOWED_HOSTS = [ASKED]
    settings.API_RATE = settings.API_FILE_RATE = None


def parts(response):
    """Yields the response with its headers as text, and what it contains as an archive."""
    content = b"".join(response) if response.streaming else response.content
    yield f"{dict(response.headers)}\n{content.decode(errors='replace')}"
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                inner = archive.read(name)
                if name.endswith(".gz"):
                    inner = gzip.decompress(inner)
                yield inner.decode(errors="replace")


def said(client, address):
    return "\n".join(parts(client.get(filled(address), headers={"Host": ASKED})))


@pytest.mark.parametrize("address", [*PAGES, *map(english, PAGES), *MACHINES])
def test_no_answer_names_the_host_that_was_asked(client, settings, address):
    settings.PUBLIC_URL = PUBLIC
    text = said(client, address)
    assert ASKED not in text
    for url in re.findall(rf"{re.escape(PUBLIC)}[^\"'<>\s]*", text):
        assert not re.search(r"(?<!:)//", url), url


@pytest.mark.parametrize("address", [*PAGES[:8], *MACHINES])
def test_absolute_urls_are_those_of_the_public_site(client, settings, address):
    settings.PUBLIC_URL = PUBLIC
    silent = any(part in address for part in SILENT) or address in REDIRECTED
    assert silent or PUBLIC in said(client, address)


@pytest.mark.parametrize("address", OF_PROGRAMS)
def test_without_it_urls_are_those_of_the_host_that_was_asked(client, settings, address):
    settings.PUBLIC_URL = ""
    text = said(client, address)
    assert PUBLIC not in text
    assert f"http://{ASKED}/" in text


def test_a_page_is_sent_anew_when_the_site_changes(client, settings):
    tag = client.get("/fr/", headers={"Host": ASKED})["ETag"]
    settings.PUBLIC_URL = PUBLIC
    again = client.get("/fr/", headers={"Host": ASKED, "If-None-Match": tag})
    assert again.status_code == 200


def test_the_admin_links_to_itself_where_it_is_served(admin_client, settings):
    settings.PUBLIC_URL = PUBLIC
    assert PUBLIC not in admin_client.get("/admin/", headers={"Host": ASKED}).text


def test_hosts_that_are_not_ours_are_refused_all_the_same(client, settings):
    settings.PUBLIC_URL = PUBLIC
    assert client.get("/fr/", headers={"Host": "evil.example"}).status_code == 400
