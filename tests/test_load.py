"""Requests share the workers of a process, and are answered 503 when there are too many."""

import threading
import time

import pytest
from django.test import RequestFactory

from unodc_catalogue import load
from unodc_catalogue.load import BUSY, Workers


class Application:
    """Answers `200`, or `503` to what is marked as busy; does `work` before."""

    def __init__(self, work=lambda environ: [b"done"]):
        self.work, self.closed = work, 0

    def __call__(self, environ, start_response):
        parts = [b"busy"] if BUSY in environ else self.work(environ)
        start_response("503" if BUSY in environ else "200", [])
        return Response(parts, self)


class Response:
    def __init__(self, parts, application):
        self.parts, self.application = iter(parts), application

    def __iter__(self):
        return self.parts

    def close(self):
        self.application.closed += 1


@pytest.fixture(autouse=True)
def _quick(settings, monkeypatch):
    settings.WORKERS, settings.QUEUE_PATIENCE = 4, 0.3
    for name, seconds in {"LAST": 0.6, "FILE_PATIENCE": 0.2, "STALLED": 0.3}.items():
        monkeypatch.setattr(load, name, seconds)


def ask(workers, path="/fr/"):
    """The status and the body, as the server gets them."""
    seen = []
    answer = workers(RequestFactory().get(path).environ, lambda status, headers: seen.append(status))
    return seen[0], answer


def in_threads(number, act):
    found = []
    threads = [threading.Thread(target=lambda: found.append(act())) for _number in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_small_response_is_passed_whole_and_closed():
    application = Application(lambda environ: [b"a", b"b"])
    assert ask(Workers(application)) == ("200", [b"a", b"b"])
    assert application.closed == 1


def test_no_more_than_the_workers_work_at_once(settings):
    settings.QUEUE_PATIENCE = 60
    working, most, lock = set(), [], threading.Lock()

    def work(environ):
        with lock:
            working.add(threading.get_ident())
            most.append(len(working))
        time.sleep(0.01)
        with lock:
            working.remove(threading.get_ident())
        return [b"done"]

    workers = Workers(Application(work))
    assert {status for status, _body in in_threads(30, lambda: ask(workers))} == {"200"}
    assert max(most) == 4


@pytest.mark.parametrize("path", ["/fr/", "/en/activities/", "/api/v1/activities/"])
def test_who_waits_too_long_is_answered_and_so_is_a_page_that_takes_too_long(path):
    go = threading.Event()
    workers = Workers(Application(lambda environ: go.wait(30) and [b"done"]))
    began = time.monotonic()
    assert {status for status, _body in in_threads(9, lambda: ask(workers, path))} == {"503"}
    assert time.monotonic() - began < 10
    go.set()
    assert ask(workers, path) == ("200", [b"done"])


@pytest.mark.parametrize(
    "path", ["/fr/activites.xlsx", "/admin/activities/activity/", "/fr/donnees/catalogue.zip"]
)
def test_a_file_and_the_admin_may_take_their_time(path):
    workers = Workers(Application(lambda environ: time.sleep(1) or [b"done"]))
    assert ask(workers, path) == ("200", [b"done"])


LONG = [b"a" * 300_000] * 16


def test_a_long_answer_is_sent_part_by_part():
    status, body = ask(Workers(Application(lambda environ: LONG)))
    assert not isinstance(body, list)
    assert (status, b"".join(body)) == ("200", b"".join(LONG))
    body.close()


def test_long_answers_that_nobody_reads_leave_workers_to_others_and_are_broken_off():
    workers = Workers(Application(lambda environ: LONG * 2 if environ["PATH_INFO"] == "/long" else [b"done"]))
    answers = in_threads(3, lambda: ask(workers, "/long"))
    assert sorted(status for status, _body in answers) == ["200", "503", "503"]
    assert ask(workers) == ("200", [b"done"])
    time.sleep(1)
    (body,) = [body for status, body in answers if status == "200"]
    with pytest.raises(TimeoutError):
        list(body)
    assert ask(workers, "/long")[0] == "200"


def test_a_client_that_goes_frees_its_worker():
    workers = Workers(Application(lambda environ: LONG * 2))
    for _client in range(5):
        status, body = ask(workers)
        assert (status, next(iter(body))) == ("200", LONG[0])
        body.close()


@pytest.mark.parametrize("sent", [[], [b"a"], LONG])
def test_an_answer_that_fails_midway_is_not_taken_for_whole(sent):
    def parts(environ):
        yield from sent
        raise KeyError("midway")

    status, body = ask(Workers(Application(parts)))
    received = []
    with pytest.raises(KeyError):
        received.extend(iter(body))
    assert status == "200"


def test_an_error_of_the_application_is_the_server_s_to_answer():
    def fail(environ):
        raise KeyError("at once")

    workers = Workers(Application(fail))
    with pytest.raises(KeyError):
        ask(workers)
