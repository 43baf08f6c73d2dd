"""A web process is killed while others answer, and what must hold across the processes of several machines."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.systems.faults import note
from tests.systems.load import Load, at_once
from tests.systems.server import Server

PAGES = ("/fr/", "/fr/activites/?q=prison", "/api/v1/activities/?page_size=5", "/fr/pays/", "/fr/methode/")
PATIENCE = 60  # seconds


def workers(server):
    """The pids of the web processes of a server."""
    number = server.process.pid
    children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return {
        int(pid) for pid in children if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    }


@pytest.mark.faults
def test_a_killed_web_process_costs_only_what_it_was_working_on(postgres, record_property):
    options = {"API_RATE": "", "API_FILE_RATE": ""}
    with Server(postgres.url, workers=2, threads=8, **options) as server:
        server.ready("/fr/activites/")
        at_once(server, PAGES, 32)  # both processes have read the catalogue
        before = workers(server)
        assert len(before) == 2
        with Load(server, PAGES).running() as load:
            start = time.monotonic()
            time.sleep(1)
            killed = time.monotonic()
            os.kill(min(before), signal.SIGKILL)
            gone = time.monotonic() + 0.5  # until when a request may have reached it
            end = killed + PATIENCE
            while len(workers(server) - before) < 1:
                assert time.monotonic() < end
                time.sleep(0.1)
            time.sleep(4)  # the new process begins meanwhile
        asked = load.between(start)
        in_flight = [one for one in asked if one.start <= gone and one.end >= killed]
        others = [one for one in asked if one.start > gone or one.end < killed]
        note(record_property, "web process killed: in flight", in_flight)
        note(record_property, "web process killed: all others", others)
        assert len(others) > 5
        assert [(one.path, one.status) for one in others if one.status != 200] == []
        assert {one.status for one in in_flight} <= {200, None}


def sign_in(server, name, password):
    page = server.get("/admin/login/")
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    body = f"csrfmiddlewaretoken={token}&username={name}&password={password}&next=/admin/"
    form = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    return server.request("POST", "/admin/login/", body, **form).status


def test_wrong_passwords_are_counted_across_processes(postgres):
    """On two machines, a lock that each counted for itself would allow twice the attempts."""
    with Server(postgres.url) as one, Server(postgres.url) as other:
        servers = [one.ready("/admin/login/"), other.ready("/admin/login/")]
        answers = [sign_in(servers[number % 2], "amina", f"wrong-{number}") for number in range(7)]
        assert answers[:4] == [200] * 4
        assert answers[5:] == [429, 429]
        assert [sign_in(server, "another", "wrong") for server in servers] == [200, 200]
