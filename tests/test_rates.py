"""Limits by address on what costs much: passwords, files, searches for a new text."""

import threading

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.test import Client

from tests import people
from tests.html import Page
from tests.test_security import assert_strict
from unodc_catalogue import rates
from unodc_catalogue.checks import rates_can_be_read
from unodc_catalogue.desk import hashing
from unodc_catalogue.load import Overloaded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:51234", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", "unknown"),
        ("unknown", "unknown"),
        ("/run/catalogue.sock", "unknown"),
        ("192.0.2.7\x00", "unknown"),
        ("a" * 5000, "unknown"),
    ],
)
def test_a_visitor_is_an_address_or_a_network(rf, stated, address):
    assert rates.address_of(rf.get("/", REMOTE_ADDR=stated)) == address


def test_the_address_that_the_proxy_noted_counts(rf, settings):
    request = rf.get("/", headers={"x-forwarded-for": "198.51.100.1, 203.0.113.7"})
    assert rates.address_of(request) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert rates.address_of(request) == "203.0.113.7"


@pytest.mark.parametrize(
    "rate",
    ["30", "30/", "/minute", "x/minute", "30/fortnight", "30/m", "3.5/day", "0/day", "-1/day", "3 /day"],
)
def test_what_is_no_rate_is_found_before_it_is_used(settings, rate):
    settings.SIGN_IN_RATE = rate
    (error,) = rates_can_be_read(None)
    assert "SIGN_IN_RATE" in error.msg


def test_the_rates_of_the_settings_are_rates():
    assert rates_can_be_read(None) == []


def test_a_rate_counts_exactly_however_many_ask_at_once(rf, settings):
    settings.SIGN_IN_RATE = "20/hour"
    waits = []

    def ask():
        waits.extend(rates.seconds_to_wait(rf.get("/"), "SIGN_IN_RATE") for _time in range(10))

    threads = [threading.Thread(target=ask) for _thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(0) == 20
    assert 0 < max(waits) <= 3600


# Signing in


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that were hashed."""
    found = []

    def encode(self, password, salt, iterations=None):
        found.append(password)
        return f"pbkdf2_sha256$1${salt}$x"

    monkeypatch.setattr(hashing.PatientPasswordHasher, "encode", encode)
    return found


def sign_in(name, address="192.0.2.1", **data):
    return Client(REMOTE_ADDR=address).post("/admin/login/", {"username": name, "password": "faux", **data})


def test_signing_in_is_limited_by_address_before_a_password_is_hashed(settings, hashed):
    settings.SIGN_IN_RATE = "3/minute"
    answers = [sign_in(f"name-{number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert len(hashed) == 3
    refused = answers[-1]
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "no-store" in refused["Cache-Control"]
    assert_strict(refused)
    page = Page(refused.text)
    assert "Trop de tentatives" in page.text
    assert "Too many requests came from your address" in page.text
    assert sign_in("name-1", "192.0.2.2").status_code == 200


def test_a_network_is_one_address(settings, hashed):
    settings.SIGN_IN_RATE = "3/minute"
    codes = [sign_in("x", f"2001:db8::{number}").status_code for number in range(4)]
    assert codes == [200, 200, 200, 429]


def test_codes_of_the_second_factor_are_limited_likewise(client, settings):
    settings.SIGN_IN_RATE, settings.TWO_FACTOR = "3/minute", True
    client.force_login(people.analyst())
    codes = [client.post("/admin/login/", {"token": f"{number:06}"}).status_code for number in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_signing_out_and_the_form_itself_are_not_limited(client, settings):
    settings.SIGN_IN_RATE = "1/day"
    sign_in("x", "127.0.0.1")
    client.force_login(people.analyst())
    assert client.get("/admin/").status_code == 200
    assert client.post("/admin/logout/").status_code == 200
    assert client.get("/admin/login/").status_code == 200


def test_one_password_is_hashed_at_a_time_and_few_wait(settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["unodc_catalogue.desk.hashing.PatientPasswordHasher"]
    go, results = threading.Event(), []
    monkeypatch.setattr(hashing.PBKDF2PasswordHasher, "encode", lambda *_arguments: go.wait(30) and "x")

    def make():
        try:
            results.append(make_password("a"))
        except Overloaded:
            results.append(None)
            if results.count(None) == 5:
                go.set()

    threads = [threading.Thread(target=make) for _thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (results.count("x"), results.count(None)) == (3, 5)


def test_too_many_sign_ins_at_once_are_answered_503_with_retry_after(monkeypatch):
    def full(*_arguments):
        raise Overloaded

    monkeypatch.setattr(hashing.PatientPasswordHasher, "encode", full)
    response = sign_in("x")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert_strict(response)
    assert not User.objects.filter(username="x").exists()


def test_passwords_are_those_that_django_s_own_hasher_makes():
    assert check_password("a", make_password("a", hasher="pbkdf2_sha256"))
    assert not check_password("b", make_password("a"))


# Files and searches

ZIP = "/fr/donnees/catalogue.zip"


def test_the_whole_catalogue_is_limited_as_files_are(client, settings):
    settings.API_FILE_RATE = "2/minute"
    answers = [client.get(ZIP), client.get("/fr/activites.csv?country=KGZ"), client.get(ZIP)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "no-store" in answers[-1]["Cache-Control"]
    assert answers[-1]["Access-Control-Allow-Origin"] == "*"
    for answer in answers:
        answer.close()


def test_what_a_reader_has_already_costs_nothing(client, settings):
    settings.API_FILE_RATE = "1/minute"
    first = client.get(ZIP)
    assert first.getvalue()
    assert client.get(ZIP, headers={"if-none-match": first["ETag"]}).status_code == 304


def codes(client, *addresses):
    return [client.get(address).status_code for address in addresses]


def test_texts_that_are_new_are_limited_and_others_are_not(client, settings):
    settings.TEXT_RATE = "2/minute"
    assert codes(
        client,
        "/fr/activites/?q=prison",
        "/fr/activites/?q=Prison++&country=KGZ",
        "/en/activities/?q=prison",
        "/fr/activites/?q=drogue",
        "/fr/activites/?q=traite",
        "/en/brief/?q=traite",
        "/fr/activites/?q=prison&page=1",
        "/fr/activites/",
        "/fr/suggestions/?q=tra",
        "/fr/",
    ) == [200, 200, 200, 200, 429, 429, 200, 200, 200, 200]


def test_a_page_beyond_the_rate_explains_when_to_retry(client, settings):
    settings.TEXT_RATE = "1/hour"
    codes(client, "/fr/activites/?q=prison")
    response = client.get("/en/activities/?q=drugs")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert response["Cache-Control"] == "no-store"
    assert f"try again in {response['Retry-After']} seconds" in Page(response.text).text
    assert not response.cookies
    assert_strict(response)


def test_what_was_refused_is_new_the_next_time(client, settings):
    settings.TEXT_RATE = "1/hour"
    assert codes(client, "/fr/activites/?q=a", "/fr/activites/?q=b", "/fr/activites/?q=b") == [200, 429, 429]


@pytest.mark.parametrize("rate", ["API_RATE", "API_FILE_RATE", "TEXT_RATE", "SIGN_IN_RATE"])
def test_every_rate_can_be_switched_off(rf, settings, rate):
    setattr(settings, rate, None)
    assert {rates.seconds_to_wait(rf.get("/"), rate) for _time in range(1000)} == {0}
