"""The answers while the database is away; tests/systems kills a real one."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from unittest.mock import Mock

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from activities.models import CatalogueVersion, Report
from activities.models.restoring import NotWholeError
from tests.addresses import UNKNOWN
from unodc_catalogue import outages
from unodc_catalogue.database.base import Breaker, UnreachableError

pytestmark = pytest.mark.django_db

LIST = "/fr/activites/"
TEXTS = [
    "/fr/methode/",
    "/en/licence/",
    "/fr/accessibilite/",
    "/en/privacy/",
    "/fr/aide/",
    "/fr/manifest.webmanifest",
    "/en/opensearch.xml",
    "/robots.txt",
    "/favicon.ico",
    "/",
    "/fr/nulle-part/",
    "/api/v1/nothing/",
    "/api/v1/activities",
    "/admin/login/",
]


def error(cause, kind=OperationalError):
    wrapped = kind(str(cause))
    wrapped.__cause__ = cause
    return wrapped


LOST = error(psycopg.errors.AdminShutdown("terminating connection"))
AWAY = error(UnreachableError("Connection refused"))
SLOW = error(psycopg.errors.QueryCanceled("statement timeout"))


@pytest.fixture(autouse=True)
def closed(monkeypatch):
    """The connection of the tests holds their transaction: it is not closed in earnest."""
    close = Mock()
    monkeypatch.setattr(outages, "close_old_connections", close)
    return close


@pytest.fixture
def failing(monkeypatch):
    """Lets the version of the catalogue fail with these errors, one after another, before it is read."""
    state = CatalogueVersion.state()

    def fail(*errors):
        answers = Mock(side_effect=[*errors, *[state] * 20])
        monkeypatch.setattr(CatalogueVersion, "state", answers)
        return answers

    return fail


@pytest.mark.parametrize("lost", [LOST, error(psycopg.InterfaceError("closed"), InterfaceError)])
@pytest.mark.parametrize("address", [LIST, "/api/v1/activities/", "/fr/activites.csv", "/en/countries/KGZ/"])
def test_a_lost_connection_costs_a_reader_nothing(client, failing, closed, address, lost):
    failing(lost)
    assert client.get(address).status_code == 200
    closed.assert_called_once()


def test_a_page_is_asked_for_once_more_and_no_further(client, failing):
    answers = failing(LOST, LOST, LOST)
    response = client.get(LIST)
    assert (response.status_code, answers.call_count) == (503, 2)


@pytest.mark.parametrize("reason", [AWAY, SLOW], ids=["cannot connect", "takes too long"])
def test_what_would_fail_again_is_not_asked_again(client, failing, reason):
    answers = failing(reason)
    assert (client.get(LIST).status_code, answers.call_count) == (503, 1)


def test_what_may_have_changed_something_is_never_asked_again(client, monkeypatch):
    view = Mock(side_effect=LOST)
    monkeypatch.setattr("django.contrib.admin.sites.AdminSite.login", view)
    response = client.post("/admin/login/")
    assert (response.status_code, view.call_count) == (503, 1)
    assert "n’a peut-être pas été enregistré" in response.text


@pytest.mark.parametrize(
    ("address", "kind", "language"),
    [
        (LIST, "text/html", "fr"),
        ("/en/activities/", "text/html", "en"),
        ("/api/v1/activities/", "application/problem+json", "fr"),
        ("/api/v1/activities/?lang=en", "application/problem+json", "en"),
        ("/en/activities.csv", "application/problem+json", "en"),
        ("/fr/activites.xlsx", "application/problem+json", "fr"),
        (f"/fr/activites/{UNKNOWN}.json", "application/problem+json", "fr"),
        ("/fr/suggestions/?q=a", "application/problem+json", "fr"),
        (f"/en/activities/{UNKNOWN}.ris", "text/plain", "en"),
        ("/en/data/catalogue.zip", "text/plain", "en"),
    ],
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_the_answer_is_of_the_kind_that_was_asked_for(client, failing, method, address, kind, language):
    failing(AWAY)
    response = getattr(client, method)(address)
    assert response.status_code == 503
    assert response["Content-Type"].partition(";")[0] == kind
    assert response["Content-Language"] == language
    assert response["Cache-Control"] == "no-store"
    assert int(response["Retry-After"]) > 0
    assert "ETag" not in response
    if method == "get":
        said = {"fr": "base de données ne répond pas", "en": "database does not answer"}
        assert said[language] in response.text


def test_scripts_of_other_sites_can_read_that_the_api_is_away(client, failing):
    failing(AWAY)
    response = client.get("/api/v1/activities/")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["status"] == 503


@pytest.mark.parametrize("address", TEXTS)
def test_what_shows_nothing_of_the_catalogue_asks_the_database_nothing(
    client, django_assert_num_queries, address
):
    with django_assert_num_queries(0):
        assert client.get(address).status_code in (200, 301, 302, 404)


def test_a_page_of_text_is_sent_once(client):
    first = client.get("/fr/methode/")
    assert client.get("/fr/methode/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_page_about_the_catalogue_goes_on_without_its_reports(client, monkeypatch):
    assert "75/196" in client.get("/fr/a-propos/").text
    monkeypatch.setattr(Report.objects, "published", Mock(side_effect=AWAY))
    response = client.get("/fr/a-propos/")
    assert response.status_code == 200
    assert "La liste des rapports n’est pas disponible" in response.text


def test_an_outage_outside_of_a_view_is_answered_503(monkeypatch):
    monkeypatch.setattr(SessionStore, "load", Mock(side_effect=AWAY))
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    response = client.get("/admin/")
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store, private")
    assert "Sa base de données ne répond pas" in response.text


def test_a_session_that_met_a_dead_connection_goes_on(monkeypatch):
    monkeypatch.setattr(SessionStore, "load", Mock(side_effect=[LOST, {}]))
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/admin/").status_code == 302


def test_an_error_is_our_own_unless_the_database_is_being_restored(monkeypatch):
    mistake = error(psycopg.errors.UndefinedColumn("no such column"), ProgrammingError)
    assert outages.outage_of(mistake) is None
    assert outages.outage_of(ValueError()) is None
    monkeypatch.setattr(outages, "ensure_whole", Mock(side_effect=NotWholeError("3 of 60 foreign keys")))
    assert outages.outage_of(mistake) is outages.AWAY


class TestBreaker:
    def test_a_connection_is_returned(self):
        assert Breaker().connect(lambda: "connection") == "connection"

    def test_a_quick_refusal_is_tried_again_at_once(self):
        breaker, attempt = Breaker(), Mock(side_effect=[psycopg.OperationalError("refused"), "connection"])
        with pytest.raises(UnreachableError, match="refused"):
            breaker.connect(attempt)
        assert breaker.connect(attempt) == "connection"

    def test_those_behind_a_slow_attempt_do_not_wait_as_well(self, monkeypatch):
        monkeypatch.setattr("unodc_catalogue.database.base.SLOW", 0.1)
        breaker, attempts = Breaker(), []

        def attempt():
            attempts.append(1)
            sleep(0.3)
            raise psycopg.OperationalError("timeout expired")

        def request(_number):
            with pytest.raises(UnreachableError):
                breaker.connect(attempt)

        start = monotonic()
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(request, range(40)))
        assert len(attempts) == 4  # of 40, in 3 s if each had waited
        assert monotonic() - start < 2

    def test_it_lets_the_next_one_try_after_a_pause(self, monkeypatch):
        monkeypatch.setattr("unodc_catalogue.database.base.SLOW", 0)
        monkeypatch.setattr("unodc_catalogue.database.base.PAUSE", 0.05)
        breaker, attempt = Breaker(), Mock(side_effect=[psycopg.OperationalError("timeout"), "connection"])
        for _time in range(2):
            with pytest.raises(UnreachableError):
                breaker.connect(attempt)
        sleep(0.06)
        assert breaker.connect(attempt) == "connection"
