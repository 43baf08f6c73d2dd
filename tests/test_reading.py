"""The server that a request reads from, and what is asked again of another one."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from contextvars import copy_context
from unittest.mock import Mock

import psycopg
import pytest
from django.db import OperationalError, connections
from django.http import HttpResponse
from django.test import RequestFactory

from activities.models import Report
from unodc_catalogue import outages
from unodc_catalogue.database import connection, routing
from unodc_catalogue.database.base import UnreachableError, cut
from unodc_catalogue.database.replicas import Servers, State
from unodc_catalogue.load import WHOLE, Workers
from unodc_catalogue.outages import OutageMiddleware
from unodc_catalogue.reading import ReadingMiddleware

NOW = 1e12  # later than any failure that is noted meanwhile


@pytest.fixture(autouse=True)
def servers(monkeypatch):
    """A primary and two replicas in step."""
    servers = Servers("default", ("one", "two"))
    for alias in ("default", "one", "two"):
        servers.noted(alias, State(1, None), 0.0)
    monkeypatch.setattr(routing, "servers", servers)
    monkeypatch.setattr("unodc_catalogue.reading.servers", servers)
    monkeypatch.setattr("unodc_catalogue.database.replicas.monotonic", lambda: 0.0)
    monkeypatch.setattr(outages, "close_old_connections", Mock())
    return servers


def asked(view, method="GET", path="/fr/"):
    """The answer of a view, and the server that each of its attempts read from."""
    tried = []

    def attempt(request):
        tried.append(routing.reading_alias())
        try:
            view()
        except OperationalError as error:
            return middleware.process_exception(request, error)
        return HttpResponse()

    middleware = OutageMiddleware(ReadingMiddleware(attempt))
    # A context of its own: the test reads from where it did.
    return copy_context().run(middleware, RequestFactory().generic(method, path)), tried


def failing(cause):
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return Mock(side_effect=error)


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/fr/"), ("GET", "/admin/"), ("HEAD", "/admin/login/"), ("PUT", "/api/v1/")]
)
def test_what_is_no_public_reading_has_the_primary(method, path):
    assert asked(Mock(), method, path)[1] == ["default"]


def test_public_requests_take_the_replicas_in_turn():
    assert {asked(Mock(), method)[1][0] for method in ("GET", "HEAD") * 2} == {"one", "two"}


@pytest.mark.parametrize(
    "cause", [UnreachableError("refused"), psycopg.errors.AdminShutdown("ended")], ids=["away", "lost"]
)
def test_a_failed_server_is_left_for_another(servers, cause, monkeypatch):
    monkeypatch.setattr(outages, "connections", ["default", "one", "two"])
    response, tried = asked(failing(cause))
    assert (response.status_code, sorted(tried[:3])) == (503, ["default", "one", "two"])
    assert servers.choose() == "default"


def test_the_desk_is_not_asked_again_while_the_primary_is_away(servers, monkeypatch):
    monkeypatch.setattr(outages, "connections", ["default", "one", "two"])
    response, tried = asked(failing(UnreachableError("refused")), path="/admin/")
    assert (response.status_code, tried) == (503, ["default"])
    assert servers.is_primary_away()


def test_a_slow_search_is_no_failure_of_its_server(servers):
    response, tried = asked(failing(psycopg.errors.QueryCanceled("statement timeout")))
    assert (response.status_code, len(tried)) == (503, 1)
    assert {servers.choose() for _time in range(2)} == {"one", "two"}


def written(parts, broken, method="GET"):
    """Returns what a client gets of a file whose first writings break off, and how often it was written."""
    writings = []

    def application(environ, start_response):
        writings.append(routing.reading_alias())
        start_response("200 OK", [])
        yield from parts
        if len(writings) <= broken:
            raise OperationalError("the connection is lost")
        yield b"end"

    try:
        answer = Workers(application)({"REQUEST_METHOD": method, "PATH_INFO": "/fr/a.csv"}, Mock())
        return b"".join(answer), len(writings)
    except OperationalError:
        return None, len(writings)


def test_a_file_that_breaks_off_before_it_is_sent_is_written_again():
    assert written([b"begin, "], broken=1) == (b"begin, end", 2)
    assert written([b"begin, "], broken=2) == (None, 2)
    assert written([b"begin, "], broken=1, method="POST") == (None, 1)


def test_a_file_of_which_parts_are_sent_breaks_off():
    assert written([b"0" * WHOLE, b"1"], broken=1) == (None, 1)


def test_an_object_read_from_a_replica_is_read_again_and_written_where_the_thread_does():
    report = Report(ref="2099")
    report._state.db = "one"
    router = routing.Router()
    assert router.db_for_read(Report, instance=report) == "default"
    assert router.db_for_write(Report, instance=report) == "default"
    with routing.public_reading():
        assert router.db_for_read(Report, instance=report) in ("one", "two")
        assert router.db_for_write(Report, instance=report) == "default"


@pytest.mark.django_db
def test_whoever_waits_for_a_server_that_is_cut_meets_an_error_at_once():
    other = connections["default"].copy(alias="frozen")
    opened = other.get_new_connection(other.get_connection_params())
    with ThreadPoolExecutor(1) as thread, closing(opened):
        waiting = thread.submit(opened.execute, "SELECT pg_sleep(60)")
        wait([waiting], timeout=0.5)
        cut("elsewhere")
        assert not waiting.done()
        cut("frozen")
        with pytest.raises(psycopg.OperationalError):
            waiting.result(timeout=30)
    cut("frozen")  # one that is closed already is passed over


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" postgres://a/x ", ["postgres://a/x"]),
        ("postgres://a/x,postgresql://b/x", ["postgres://a/x", "postgresql://b/x"]),
        ("postgres://a/x, postgres://b,c/x\npostgres://d/x,", ["postgres://a/x", "postgres://b,c/x", "postgres://d/x"]),
    ],
)  # fmt: skip
def test_urls_are_separated_by_commas_or_spaces(text, found):
    assert connection.urls(text) == found


def test_a_url_may_name_several_hosts_and_asks_for_the_one_that_writes():
    named = connection.parsed("postgres://u@/x?host=a,b&port=5432,5433&target_session_attrs=read-write")
    assert named["OPTIONS"]["host"] == "a,b"
    assert named["OPTIONS"]["target_session_attrs"] == "read-write"
    assert "default_transaction_read_only" not in named["OPTIONS"]["options"]
    assert (
        "default_transaction_read_only=on" in connection.read_only("postgres://u@a/x")["OPTIONS"]["options"]
    )
