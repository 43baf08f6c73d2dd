"""No cache stores an answer of the admin: every address, in every state, whatever made the answer."""

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver
from django_otp.plugins.otp_totp.models import TOTPDevice
from psycopg.errors import QueryCanceled

from activities.admin.activity import ActivityAdmin
from tests import people
from tests.factories import ActivityFactory
from tests.people import PASSWORD
from unodc_catalogue.middleware import PrivateMiddleware

pytestmark = pytest.mark.django_db

# What stands for the arguments of an address; of a record that there may or may not be.
ARGUMENTS = {
    "<path:object_id>": "1", "<int:pk>": "1", "<id>": "1", "<str:form>": "csv", "<str:language>": "fr", "<int:version>": "1",
    "<path:content_type_id>": "1", "<app_label>": "activities", "<uidb64>": "MQ", "<token>": "a-b", "<path:url>": "nothing",
}  # fmt: skip


# Tables of reference have the very pages of countries.
LIKE_COUNTRIES = {
    "instrument",
    "locality",
    "partner",
    "programme",
    "region",
    "section",
    "theme",
    "unit",
    "axes",
}


def routes(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + (str(pattern.pattern) or "")
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def addresses():
    found = set()
    for route in routes(get_resolver().url_patterns):
        if not route.startswith("admin/") or LIKE_COUNTRIES & set(route.split("/")):
            continue
        address = route.replace("^(?P<app_label>", "<app_label>").replace("(?P<url>.*)$", "nothing")
        address = address.partition("<app_label>")[0] + "activities/" if "<app_label>" in address else address
        for name, value in ARGUMENTS.items():
            address = address.replace(name, value)
        assert "<" not in address, f"{route}: add its argument to the table"
        found.add(f"/{address}")
    return sorted(found | {"/admin", "/admin/nowhere", "/admin/activities/activity"})


STATES = {
    "visitor": lambda: None,
    "analyst": people.analyst,
    "administrator": people.administrator,
    "without a second factor": people.reviewer,
}


def assert_private(response, what=""):
    assert response.headers["Cache-Control"] == "no-store, private", what
    assert not {"ETag", "Last-Modified", "Expires"} & set(response.headers), what


@pytest.mark.parametrize("state", STATES)
def test_every_answer_is_private(settings, state):
    settings.TWO_FACTOR = state == "without a second factor"
    user = STATES[state]()
    for address in addresses():
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert_private(response, f"{method} {address}: {response.status_code}")


@pytest.mark.parametrize("method", ["head", "options", "put", "delete", "trace", "post without a token"])
def test_every_method_is_answered_in_private(method):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(people.analyst())
    for address in ("/admin/", "/admin/login/", "/admin/activities/activity/", "/admin/nowhere/", "/admin"):
        assert_private(getattr(client, method.partition(" ")[0])(address), f"{method} {address}")


@pytest.mark.parametrize("kind", ["activity/1/preview/fr", "activity/spreadsheet", "country/add"])
def test_the_table_has_the_addresses_of_the_admin(kind):
    assert f"/admin/activities/{kind}/" in addresses()


def key_of_the_second_factor(client, settings):
    settings.TWO_FACTOR = True
    people.with_password(people.analyst())
    page = client.post("/admin/login/", {"username": "analyst", "password": PASSWORD})
    assert TOTPDevice.objects.get().confirmed is False
    assert "<code>" in page.text
    return page


def what_you_wrote(client, settings):
    people.with_password(people.analyst())
    unsaved = '{"path": "/admin/activities/activity/1/change/", "fields": {"kind": ["tool"]}}'
    sent = {"username": "analyst", "password": PASSWORD, "unsaved_form": unsaved}
    page = client.post("/admin/login/", sent)
    assert 'id="resume"' in page.text
    return page


def locked_out(client, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT + 1):
        page = client.post("/admin/login/", {"username": "analyst", "password": "faux"})
    assert page.status_code == 429
    return page


def spreadsheet(client, settings):
    client.force_login(people.analyst())
    activity = ActivityFactory()
    page = client.get(f"/admin/activities/activity/spreadsheet/export/xlsx/?q={activity.ref}")
    assert page.headers["Content-Disposition"]
    return page


def preview(client, settings):
    client.force_login(people.analyst())
    activity = ActivityFactory()
    page = client.get(f"/admin/activities/activity/{activity.pk}/preview/fr/")
    assert page.status_code == 200
    return page


def another_host(client, settings):
    settings.ALLOWED_HOSTS, settings.ADMIN_HOSTS = ["desk.example", "testserver"], ["desk.example"]
    page = client.get("/admin/")
    assert page.status_code == 404
    return page


def wrong_host(client, settings):
    page = client.get("/admin/", headers={"host": "evil.example"})
    assert page.status_code == 400
    return page


def plain_http(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    page = Client().get("/admin/login/")
    assert page.status_code == 301
    return page


MADE_BY = (
    key_of_the_second_factor, what_you_wrote, locked_out, spreadsheet, preview, another_host, wrong_host, plain_http,
)  # fmt: skip


@pytest.mark.parametrize("made_by", MADE_BY)
def test_what_other_hands_make_is_private_too(client, settings, made_by):
    assert_private(made_by(client, settings))


@pytest.mark.parametrize("status", [500, 503])
def test_errors_are_private_too(monkeypatch, status):
    def fail(*arguments, **named):
        if status == 500:
            raise RuntimeError
        raise OperationalError from QueryCanceled()

    monkeypatch.setattr(ActivityAdmin, "get_queryset", fail)
    client = Client(raise_request_exception=False)
    client.force_login(people.analyst())
    response = client.get("/admin/activities/activity/")
    assert response.status_code == status
    assert_private(response)


def test_a_view_cannot_ask_for_less(rf):
    public = {"Cache-Control": "public, max-age=60", "ETag": '"a"'}
    middleware = PrivateMiddleware(lambda request: HttpResponse(headers=public))
    assert_private(middleware(rf.get("/admin/x/")))
    assert middleware(rf.get("/fr/")).headers["Cache-Control"] == public["Cache-Control"]


def test_it_comes_before_all_that_may_answer():
    assert settings.MIDDLEWARE[0].endswith("PrivateMiddleware")


@pytest.mark.parametrize("address", ["/fr/", "/administration/", "/fr/admin/", "/favicon.ico"])
def test_what_is_not_the_admin_stays_as_it_was(client, address):
    assert "no-store" not in client.get(address).headers.get("Cache-Control", "")
