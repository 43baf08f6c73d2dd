"""Public pages read through a role of the database that may do nothing else (READER_URL)."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.translation import override

from activities.opendata.exports import FORMATS
from tests.addresses import ANY, PAGES, RICH, UNKNOWN, english, filled
from tests.systems.server import Server

ROLE = "catalogue_reader"
API = [
    "activities",
    f"activities/{RICH}",
    f"activities/{UNKNOWN}",
    "countries",
    "regions",
    "themes",
    "programmes",
    "partners",
    "instruments",
    "units",
    "reports",
    "paragraphs",
    "figures",
    "facets",
    "schema",
    "nothing",
]
FILES = [
    *(f"/fr/activites.{name}?country=KGZ" for name in FORMATS),
    *(f"/fr/activites/{RICH}.{name}" for name in ("json", "xml", "bib", "ris")),
    *(f"/catalogue.{name}" for name in ("ttl", "jsonld", "rdf")),
    "/fr/comparer.csv?country=KGZ&country=KAZ",
    "/fr/changements.atom",
    "/fr/suggestions/?q=prison",
    "/fr/donnees/catalogue.zip",
    "/sitemap.xml",
    "/sitemap-activities.xml",
    "/robots.txt",
    "/favicon.ico",
    "/.well-known/security.txt",
    "/fr/manifest.webmanifest",
    "/fr/opensearch.xml",
    f"/id/{ANY}",
    f"/id/{UNKNOWN}/",
    "/",
    "/api/",
    "/api/v1/",
    *(f"/api/v1/{name}/" for name in API),
    "/fr/activites/?q=reforme+penitenciaire+durable",  # by meaning as well
    "/fr/activites/?q=prisson",  # spelt anew
]


def manage(url, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=os.environ | {"DATABASE_URL": url},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
    )


def start(environment):
    """Imports the application as a server does."""
    return subprocess.run(
        [sys.executable, "-c", "import unodc_catalogue.wsgi"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def reader(postgres):
    """The URL of a role that may sign in, and as yet no more."""
    with postgres.connect() as session:
        session.execute(f"CREATE ROLE {ROLE} LOGIN")
    return postgres.url.replace("catalogue@", f"{ROLE}@", 1)


@pytest.fixture(scope="module")
def granted(reader, postgres):
    done = manage(postgres.url, "grant_reading", ROLE)
    assert done.returncode == 0, done.stderr
    return reader


@pytest.fixture(scope="module")
def server(granted, postgres):
    options = {"READER_URL": granted, "API_RATE": "", "API_FILE_RATE": "", "TEXT_RATE": ""}
    with Server(postgres.url, threads=8, **options) as server:
        yield server.ready("/fr/activites/")


def public_names(patterns=None):
    """The names of all addresses but those of the admin."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            yield from public_names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_public_address_is_read_by_a_role_that_can_do_nothing_else(server, postgres):
    with override("fr"):
        asked = {resolve(filled(address).partition("?")[0]).url_name for address in [*PAGES, *FILES]}
    assert set(public_names()) - asked == set()
    addresses = [filled(address) for address in [*PAGES, *map(english, PAGES), *FILES]]
    answers = {address: server.get(address) for address in addresses}
    assert {address: one.text for address, one in answers.items() if one.status >= 500} == {}
    assert sum(one.status == 200 for one in answers.values()) > 100
    with postgres.connect() as session:
        roles = session.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        assert {name for (name,) in roles} == {ROLE}  # no page has asked anything as the owner
    assert server.get("/admin/login/").status == 200


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activities_activity SET ref = ref",
        "DELETE FROM activities_catalogueversion",
        "CREATE TABLE mine (number int)",
        "TABLE auth_user",
        "TABLE django_session",
        "TABLE django_admin_log",
        "TABLE axes_accessattempt",
        "TABLE otp_totp_totpdevice",
        "TABLE activities_workingcopy",
        "TABLE activities_upload",
        "TABLE activities_suggestion",
        "TABLE activities_paragraphtext",
        "TABLE activities_comment",
        "TABLE activities_override",
        "TABLE activities_typedform",
        "TABLE activities_unansweredsearch",
        "TABLE django_tasks_database_dbtaskresult",
    ],
)
def test_the_role_can_neither_write_nor_read_what_no_page_shows(granted, statement):
    with (
        psycopg.connect(granted) as session,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"),
    ):
        session.execute(statement)


def test_a_role_that_may_not_read_a_page_is_named_at_the_start(reader, granted, postgres):
    with postgres.connect() as session:
        session.execute(f"REVOKE ALL ON activities_withdrawal FROM {ROLE}")
    environment = Server(postgres.url, READER_URL=reader).environment
    try:
        done = start(environment)
        assert done.returncode == 1
        assert "manage.py grant_reading" in done.stderr
    finally:
        assert manage(postgres.url, "grant_reading", ROLE).returncode == 0
    assert start(environment).returncode == 0


def test_an_unknown_role_is_an_error_in_words(postgres):
    done = manage(postgres.url, "grant_reading", "nobody_of_that_name")
    assert done.returncode == 1
    assert "does not exist" in done.stderr
    assert "Traceback" not in done.stderr
