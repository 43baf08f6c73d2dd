"""Health, readiness, metrics and the log of a real server: what they say when something breaks."""

import json
import re
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings

from tests.systems.load import at_once
from tests.systems.server import Server

TOKEN = "a-token-of-the-tests"


def readiness(server):
    answer = server.get("/readyz")
    return answer.status, json.loads(answer.body).get("faults", [])


def wait_until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.2)


def metrics(server):
    return server.get("/metrics", Authorization=f"Bearer {TOKEN}").text


def indexes(server):
    """The activities in the index of each process that has built one."""
    return re.findall(r"^catalogue_index_activities\{pid=\"\d+\"\} ([1-9]\d*)", metrics(server), re.M)


@pytest.fixture
def server(postgres, tmp_path):
    environment = {"LOG_REQUESTS": "1", "LOG_FORMAT": "json", "METRICS_TOKEN": TOKEN}
    with Server(
        postgres.url, workers=2, threads=64, PROMETHEUS_MULTIPROC_DIR=str(tmp_path), **environment
    ) as server:
        wait_until(lambda: readiness(server) == (200, []) and len(indexes(server)) == 2)
        yield server


def test_a_process_is_ready_before_anybody_has_asked_for_a_page(server):
    assert server.get("/healthz").status == 200
    assert "catalogue.requests" not in server.log()


def test_without_a_database_a_process_is_alive_and_not_ready(server, postgres):
    postgres.kill()
    try:
        # A process repeats its last result for a second.
        wait_until(lambda: readiness(server) == (503, ["The database does not answer."]))
        begun = time.monotonic()
        assert server.get("/healthz").status == 200
        assert time.monotonic() - begun < 3
        assert server.get("/metrics", Authorization=f"Bearer {TOKEN}").status == 200
    finally:
        postgres.start()
    wait_until(lambda: readiness(server) == (200, []))


def test_probes_pass_a_queue_of_requests(server, postgres):
    with postgres.connect() as blocking:
        blocking.execute("BEGIN")
        blocking.execute("LOCK TABLE activities_report IN ACCESS EXCLUSIVE MODE")
        # Twice as many requests as both processes have workers.
        queue = [threading.Thread(target=server.get, args=["/fr/rapport/"]) for _ in range(32)]
        for each in queue:
            each.start()
        time.sleep(2)
        begun = time.monotonic()
        assert server.get("/healthz").status == 200
        assert time.monotonic() - begun < 3
        blocking.execute("ROLLBACK")
        for each in queue:
            each.join()


def test_metrics_are_those_of_all_processes(server):
    asked = 24
    at_once(server, ["/fr/activites/?q=prison"], asked)

    def counted():
        line = r'^catalogue_requests_total\{kind="activity_list",status="200"\} (\d+)'
        return re.findall(line, metrics(server), re.M)

    wait_until(lambda: counted() == [str(asked)])
    assert server.get("/metrics").status == 404


def test_a_line_of_log_for_each_request_without_its_words(server):
    sent = server.get("/fr/activites/?q=geheimnis").headers["X-Request-ID"]
    wait_until(lambda: sent in server.log())
    (line,) = (json.loads(line) for line in server.log().splitlines() if sent in line)
    assert (line["kind"], line["status"]) == ("activity_list", 200)
    assert "geheimnis" not in server.log()


@pytest.mark.parametrize(
    ("spoiled", "remedy"),
    [
        ("DELETE FROM django_migrations WHERE app = 'activities'", "manage.py migrate"),
        ("DELETE FROM activities_catalogueversion", "manage.py load_catalogue"),
        (None, "manage.py collectstatic"),
    ],
)
def test_a_catalogue_that_is_not_set_up_does_not_start(postgres, tmp_path, spoiled, remedy):
    saved = postgres.dump() if spoiled else None
    if spoiled:
        with postgres.connect() as session:
            session.execute(spoiled)
    try:
        static = tmp_path if spoiled is None else settings.STATIC_ROOT
        environment = Server(postgres.url, STATIC_ROOT=str(static)).environment
        done = subprocess.run(
            [sys.executable, "-c", "import unodc_catalogue.wsgi"],
            env=environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 1
        assert remedy in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        if saved:
            postgres.restore(saved)
