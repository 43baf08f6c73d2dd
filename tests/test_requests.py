"""Requests that are refused before a byte of their body is read, and bodies that come too slowly."""

import threading
from io import BytesIO

import pytest
from django.conf import settings as project
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests import people
from tests.addresses import UNKNOWN
from tests.html import Page
from tests.test_security import assert_strict
from unodc_catalogue import bodies
from unodc_catalogue.bodies import BodyMiddleware
from unodc_catalogue.load import READING

pytestmark = pytest.mark.django_db

READ = "GET, HEAD, OPTIONS"


class Unread:
    """A body that must not be touched."""

    def read(self, *_arguments):
        raise AssertionError("The body was read.")

    readline = readlines = __iter__ = read


def sent(method, path, body=None, client=None, **environ):
    """The answer to a request with this body, whatever it says of it."""
    environ = {"wsgi.input": body or Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x", **environ}
    return (client or Client(enforce_csrf_checks=True)).generic(method, path, **environ)


ADDRESSES = [
    "/",
    "/fr/",
    "/en/",
    "/fr/activites/?q=prison",
    f"/en/activities/{UNKNOWN}/",
    "/fr/activites.csv",
    f"/fr/activites/{UNKNOWN}.json",
    "/fr/suggestions/?q=a",
    "/fr/donnees/catalogue.zip",
    f"/id/{UNKNOWN}",
    "/api/v1/activities/",
    "/api/v1/activities",
    "/api/v1/nowhere/",
    "/robots.txt",
    "/sitemap.xml",
    "/favicon.ico",
    "/fr/nulle-part/",
    "/nowhere",
    "/administration/",
    "/fr/admin/",
    "//admin/",
]
METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "post", "QUERY", "X"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_nothing_is_taken_outside_the_admin(method, address):
    response = sent(method, address, CONTENT_LENGTH="1000000", HTTP_COOKIE="csrftoken=" + 32 * "a")
    assert (response.status_code, response["Allow"]) == (405, READ)
    assert_strict(response)
    assert response["X-Frame-Options"] == "DENY"
    assert not response.cookies


@pytest.mark.parametrize("method", METHODS)
def test_whatever_the_method(method):
    assert sent(method, "/fr/", CONTENT_LENGTH="400000000").status_code == 405


@pytest.mark.parametrize("method", METHODS[1:7] + METHODS[8:])
def test_the_admin_takes_forms_alone(method):
    response = sent(method, "/admin/login/", CONTENT_LENGTH="10")
    assert (response.status_code, response["Allow"]) == (405, f"{READ}, POST")


def test_the_static_files_are_read_only():
    assert sent("POST", "/static/css/base.css", CONTENT_LENGTH="10").status_code == 405


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "get"])
@pytest.mark.parametrize("address", ["/fr/", "/fr/activites/?q=prison", "/api/v1/facets/", "/admin/login/"])
def test_the_body_of_a_reader_is_not_read(method, address):
    assert sent(method, address, CONTENT_LENGTH="1000000").status_code < 500


def test_a_refusal_is_in_the_language_of_its_address():
    french, english = (sent("POST", address, CONTENT_LENGTH="10") for address in ("/fr/", "/en/"))
    assert "Lecture seule" in Page(french.text).text
    assert "Read-only" in Page(english.text).text
    assert (french["Content-Language"], english["Content-Language"]) == ("fr", "en")


def test_a_program_is_refused_with_a_problem():
    response = sent("PUT", "/api/v1/activities/", CONTENT_LENGTH="10")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 405
    assert response["Access-Control-Allow-Origin"] == "*"


LENGTHS = [
    ("-1", 400),
    ("+5", 400),
    ("5.0", 400),
    ("1e3", 400),
    ("0x10", 400),
    ("1_000", 400),
    ("5, 5", 400),
    ("5;5", 400),
    ("٣", 400),
    ("²", 400),
    ("ten", 400),
    (" 5", 400),
    ("400000000", 413),
    (str(project.BODY_LIMIT + 1), 413),
    ("9" * 18, 413),
    ("9" * 19, 413),
    ("9" * 5000, 413),
    ("0" * 18 + "1" + "0" * 9, 413),
]


@pytest.mark.parametrize(("length", "status"), LENGTHS)
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/activities/activity/spreadsheet/"])
def test_a_length_that_is_none_or_too_large_is_refused_unread(address, length, status):
    response = sent("POST", address, CONTENT_LENGTH=length)
    assert response.status_code == status
    assert_strict(response)
    assert Page(response.text).language == "fr"


@pytest.mark.parametrize(
    "coding", ["chunked", "Chunked", "gzip, chunked", "identity", "chunked, chunked", "x"]
)
@pytest.mark.parametrize("length", [{}, {"CONTENT_LENGTH": "5"}])
def test_a_body_without_a_length_is_refused_unread(coding, length):
    assert sent("POST", "/admin/login/", HTTP_TRANSFER_ENCODING=coding, **length).status_code == 411


def test_the_limit_is_a_setting_and_is_named(settings):
    settings.BODY_LIMIT = 3 * 2**20
    response = sent("POST", "/admin/login/", CONTENT_LENGTH=str(3 * 2**20 + 1))
    assert "3" in Page(response.text).text
    assert response.status_code == 413


def test_the_spreadsheets_that_the_admin_accepts_are_within_the_limit(settings):
    from activities.curation.spreadsheets import MOST_BYTES

    assert settings.BODY_LIMIT >= MOST_BYTES * 1.1


def test_a_form_without_a_body_is_answered():
    assert sent("POST", "/admin/login/").status_code == 403  # its token is missing


def test_a_body_that_ends_too_early_is_refused():
    assert sent("POST", "/admin/login/", BytesIO(b"abc"), CONTENT_LENGTH="5").status_code == 400


# Bodies that do not come


class Silent:
    """Sends `first` and then nothing, until the connection is closed."""

    def __init__(self, first=b""):
        self.first, self.closed = first, threading.Event()

    def read(self, size):
        if self.first:
            piece, self.first = self.first[:size], self.first[size:]
            return piece
        self.closed.wait(30)
        return b""

    readline = read


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(bodies, "GRACE", 0.3)
    monkeypatch.setattr(bodies, "TURN", 0.2)


def post(middleware, body, address="192.0.2.1", length=1_000_000):
    environ = {"wsgi.input": body, "CONTENT_LENGTH": str(length), "REMOTE_ADDR": address}
    request = RequestFactory().generic("POST", "/admin/login/", **environ)
    request.session = {}
    return middleware(request)


def taken(request):
    return HttpResponse(request.read())


@pytest.mark.parametrize("first", [b"", b"a", b"a" * 9000, b"a" * 999_999])
def test_a_silent_client_is_answered_at_the_deadline(impatient, first):
    body = Silent(first)
    response = post(BodyMiddleware(taken), body)
    assert (response.status_code, response["Connection"]) == (408, "close")
    body.closed.set()


def test_the_next_ones_of_an_address_are_refused_meanwhile_and_another_is_not(impatient):
    middleware = BodyMiddleware(taken)
    body, answers = Silent(), []
    threads = [
        threading.Thread(target=lambda: answers.append(post(middleware, body).status_code)) for _n in range(9)
    ]
    for thread in threads:
        thread.start()
    assert post(middleware, BytesIO(b"abc"), "192.0.2.2", 3).content == b"abc"
    for thread in threads:
        thread.join()
    assert set(answers) == {408, 503}
    assert answers.count(408) <= 2
    assert post(middleware, BytesIO(b"abc"), length=3).content == b"abc"
    body.closed.set()


def test_a_refused_body_is_answered_with_retry_after(impatient, monkeypatch):
    monkeypatch.setattr(bodies, "READERS", 0)
    response = post(BodyMiddleware(taken), Unread())
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert float(response["Retry-After"]) > 0


class Slow:
    """Sends 64 KB in pieces, each after a while."""

    def __init__(self, pause):
        self.pause, self.left = pause, 64 * 1024

    def read(self, size):
        threading.Event().wait(self.pause)
        size = min(size, self.left)
        self.left -= size
        return b"a" * size


@pytest.mark.parametrize(
    ("pause", "slowest", "is_read"), [(0.15, 50_000, True), (0.15, None, False), (0.5, 5e6, False)]
)
def test_an_upload_may_take_as_long_as_it_goes_on(impatient, pause, slowest, is_read):
    request = HttpRequest()
    request.META["wsgi.input"] = Slow(pause)
    if is_read:
        assert len(bodies.read(request, 64 * 1024, slowest)) == 64 * 1024
    else:
        with pytest.raises(bodies.Refused):
            bodies.read(request, 64 * 1024, slowest)
        assert request.META[READING].wait(30)


def test_somebody_signed_in_may_upload_slowly(client, monkeypatch):
    asked = []
    monkeypatch.setattr(
        bodies, "read", lambda request, length, slowest: asked.append(slowest) or request.read(length)
    )
    client.post("/admin/login/", {"username": "x"})
    client.force_login(people.analyst())
    client.post("/admin/activities/activity/spreadsheet/", {"file": ""})
    assert asked == [None, bodies.SLOWEST]
