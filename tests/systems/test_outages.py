"""The database is killed, restarted, cut off and used up while readers ask: who notices, and what they get."""

import json
import socket
import time

import psycopg
import pytest

from tests.addresses import ISSUED
from tests.systems.faults import note
from tests.systems.load import Load, ask, at_once, report
from tests.systems.server import Server
from unodc_catalogue.database.base import PAUSE

PATIENCE = 3  # seconds, after which a reader must know
OF_DATA = (
    "/fr/",
    "/en/activities/?q=prison",
    f"/fr/activites/{ISSUED}/",
    "/api/v1/activities/?page_size=5",
    "/fr/activites.csv?country=KGZ",
    "/fr/pays/KGZ/",
    "/api/v1/facets/?q=prison",
    "/fr/activites.json?country=KGZ",
    "/fr/suggestions/?q=prison",
    f"/fr/activites/{ISSUED}.bib",
    "/sitemap.xml",
)
OF_TEXT = (
    "/fr/methode/",
    "/en/about/",
    "/en/help/",
    "/fr/confidentialite/",
    "/fr/accessibilite/",
    "/en/licence/",
    "/robots.txt",
    "/fr/manifest.webmanifest",
    "/en/opensearch.xml",
    "/static/css/base.css",
)


@pytest.fixture
def server(postgres):
    with Server(postgres.url, workers=2, threads=8, API_RATE="", API_FILE_RATE="") as server:
        server.ready("/fr/activites/")
        at_once(server, OF_DATA, 48)  # both processes have read the catalogue
        yield server


@pytest.fixture
def down(server, postgres):
    postgres.kill()
    yield server
    postgres.start()


def failed(asked):
    return [(one.path, one.status) for one in asked if one.status != 200]


@pytest.mark.faults
def test_sessions_that_are_ended_cost_no_reader_anything(server, postgres, record_property):
    ended = []
    with Load(server, OF_DATA + OF_TEXT).running() as load:
        start = time.monotonic()
        for _time in range(5):
            time.sleep(1)
            begun = time.monotonic()
            assert postgres.terminate_others() > 0
            ended.append((begun, time.monotonic()))
        time.sleep(1)
    meanwhile = [one for one in load.between(start) if any(one.start < b and one.end > a for a, b in ended)]
    others = [one for one in load.between(start) if one not in meanwhile]
    report("sessions ended five times", others)
    report("  in flight at that moment", meanwhile)
    note(record_property, "sessions ended five times", others)
    note(record_property, "sessions ended: in flight", meanwhile)
    assert len(others) > 20
    assert failed(others) == []
    # Most of those are asked again without a word; a slow one may meet the next end as well.
    assert {one.status for one in meanwhile} <= {200, 503, None}
    assert len(failed(meanwhile)) <= len(meanwhile) / 2


@pytest.mark.faults
def test_idle_connections_that_died_are_noticed_before_they_are_used(server, postgres, record_property):
    every = []
    for _time in range(3):
        at_once(server, OF_DATA, 32)
        assert postgres.terminate_others() > 0
        found = at_once(server, OF_DATA, 32)
        report("after idle connections were cut", found)
        every += found
        assert failed(found) == []
    note(record_property, "idle connections cut three times", every)


@pytest.mark.faults
def test_a_killed_database_costs_only_what_was_in_flight(server, postgres, record_property):
    with Load(server, OF_DATA + OF_TEXT).running() as load:
        start = time.monotonic()
        time.sleep(2)
        killed = time.monotonic()
        postgres.kill()
        down = time.monotonic()
        time.sleep(4)
        starting = time.monotonic()
        postgres.start()
        time.sleep(PAUSE)  # in which a process may not try again, after an attempt that was slow to fail
        back = time.monotonic()
        time.sleep(4)
    before, during, after = load.between(start, killed), load.between(down, starting), load.between(back)
    in_flight = load.in_flight(killed)
    for phase in ("before", "during", "after", "in_flight"):
        report(f"database killed and started: {phase}", locals()[phase])
    note(record_property, "PostgreSQL killed: in flight", in_flight)
    note(record_property, "PostgreSQL away: pages with data", [one for one in during if one.path in OF_DATA])
    note(record_property, "PostgreSQL away: pages of text", [one for one in during if one.path in OF_TEXT])
    note(record_property, "PostgreSQL back", after)
    assert failed(before) == []
    assert failed(after) == []
    assert min(len(before), len(during), len(after)) > 10
    assert {one.status for one in during if one.path in OF_TEXT} == {200}
    assert {one.status for one in during if one.path in OF_DATA} == {503}
    assert max(one.seconds for one in during) <= PATIENCE


@pytest.mark.parametrize("count", [16, 48])
def test_every_request_is_answered_at_once_while_the_database_is_down(down, count):
    found = at_once(down, OF_DATA, count)
    report(f"{count} at once without a database", found)
    assert {one.status for one in found} == {503}
    assert max(one.seconds for one in found) <= PATIENCE


def test_a_host_that_does_not_answer_is_not_waited_for_by_everybody_in_turn():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgres://catalogue@127.0.0.1:{silent.getsockname()[1]}/catalogue"
        with Server(url, workers=1, threads=8, API_RATE="", API_FILE_RATE="") as server:
            server.ready()
            found = at_once(server, OF_DATA, 48)
            texts = at_once(server, [path for path in OF_TEXT if path != "/en/about/"], 16)
    report("48 at once, a host that does not answer", found)
    assert {one.status for one in found} == {503}
    assert max(one.seconds for one in found) <= PATIENCE + 1  # in turn it would be 12
    assert failed(texts) == []


@pytest.mark.faults
def test_exhausted_connections_are_answered_at_once(server, postgres, record_property):
    with postgres.used_up():
        found = at_once(server, OF_DATA, 48)
        texts = at_once(server, OF_TEXT, 16)
    report("48 at once, connections used up", found)
    assert {one.status for one in found} == {503}
    assert max(one.seconds for one in found) <= PATIENCE
    assert failed(texts) == []
    time.sleep(PAUSE)
    again = at_once(server, OF_DATA, 16)
    report("connections there again", again)
    assert failed(again) == []
    note(record_property, "connections used up: pages with data", found)
    note(record_property, "connections used up: pages of text", texts)
    note(record_property, "connections free again", again)


def test_what_is_answered_meanwhile_is_of_the_kind_that_was_asked_for(down):
    for path in OF_DATA:
        answer = ask(down, path).answer
        assert answer.status == 503, path
        assert answer.headers["Cache-Control"] == "no-store"
        assert int(answer.headers["Retry-After"]) > 0
        assert "ETag" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    french, english = (ask(down, path).answer for path in ("/fr/activites/", "/en/activities/"))
    assert "Sa base de données ne répond pas" in french.text
    assert "Its database does not answer" in english.text
    assert (french.headers["Content-Language"], english.headers["Content-Language"]) == ("fr", "en")
    for path in ("/api/v1/activities/", "/fr/activites.csv", "/fr/activites.json", "/fr/suggestions/?q=a"):
        answer = ask(down, path).answer
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.body)["status"] == 503
    assert ask(down, "/api/v1/activities/").answer.headers["Access-Control-Allow-Origin"] == "*"
    for path in ("/fr/donnees/catalogue.zip", f"/fr/activites/{ISSUED}.bib", "/sitemap.xml"):
        assert ask(down, path).answer.headers["Content-Type"].startswith("text/plain"), path


def test_the_desk_is_answered_503_too(down):
    page = ask(down, "/admin/", Cookie="sessionid=abcdefghijklmnopqrstuvwxyz012345").answer
    assert page.status == 503
    assert "Sa base de données ne répond pas" in page.text
    assert page.headers["Content-Security-Policy"]


@pytest.mark.faults
def test_the_database_can_be_restored_while_readers_ask(server, postgres, record_property):
    """Nothing is kept of the moments in which only a part of the rows was there."""
    dump = postgres.dump()
    paths = (
        "/fr/",
        "/fr/activites/?q=prison",
        "/fr/themes/",
        "/api/v1/countries/",
        "/fr/suggestions/?q=keny",
    )
    with postgres.connect() as session:  # another state than that of the dump
        session.execute(
            "UPDATE activities_catalogueversion SET number = number + 1, mark = gen_random_uuid()"
        )
    counted = {path: ask(server, path).answer.text for path in paths}
    with Load(server, paths).running() as load:
        start = time.monotonic()
        postgres.restore(dump)
        end = time.monotonic()
        time.sleep(2)
    report("restored while readers ask: during", load.between(start, end))
    report("restored while readers ask: after", load.between(end))
    assert {one.status for one in load.between(start)} <= {200, 503}
    assert failed(load.between(end)) == []
    outdated = [found.path for found in load.between(end) if found.answer.text != counted[found.path]]
    note(record_property, "restored beneath the servers: meanwhile", load.between(start, end))
    note(record_property, "restored beneath the servers: after", load.between(end), wrong=len(outdated))
    assert outdated == []


def test_one_reader_after_another_waits_for_no_one(down):
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(down.environment["DATABASE_URL"])
    for path in OF_DATA:
        asked = ask(down, path)
        assert (asked.status, asked.seconds < PATIENCE) == (503, True)
