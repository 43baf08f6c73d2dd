"""A page that is requested again comes from memory, and is what would be made anew."""

from threading import Lock

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.caching import page_per_version
from activities.models import Activity, CatalogueVersion, Country
from activities.models.index import State, one_reading
from activities.pages import page_cache
from activities.pages.page_cache import current_pages
from tests.addresses import ANY, PAGES, filled
from tests.factories import ActivityFactory
from tests.people import reviewer
from tests.threads import READERS, together

pytestmark = pytest.mark.django_db

LIST = "/fr/activites/?country=TUV"
ELSEWHERE = (
    "/fr/a-propos/",
    "/fr/methode/",
    "/fr/licence/",
    "/fr/accessibilite/",
    "/fr/confidentialite/",
    "/fr/aide/",
)
VARYING = ("X-Request-ID", "Date")


@pytest.fixture(autouse=True)
def _cached(settings):
    settings.PAGE_CACHE_BYTES = 8 * 2**20
    current_pages.forget()
    yield
    current_pages.forget()


def kept():
    return list(current_pages().values.values())


def essence(response):
    headers = {name: value for name, value in response.headers.items() if name not in VARYING}
    return response.status_code, headers, response.content


@pytest.mark.parametrize("address", [page for page in PAGES if page not in ELSEWHERE])
def test_a_repeated_page_is_the_page_made_anew_and_costs_one_query(client, settings, address):
    address = filled(address)
    first = client.get(address)
    with CaptureQueriesContext(connection) as queries:
        second = client.get(address)
    assert (len(queries), len(second.templates)) == (1, 0)
    settings.PAGE_CACHE_BYTES = 0
    anew = client.get(address)
    assert anew.templates
    assert essence(first) == essence(second) == essence(anew)


def test_a_page_from_memory_is_confirmed_and_has_a_head(client):
    first = client.get(LIST)
    confirmed = client.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert (confirmed.status_code, confirmed.content) == (304, b"")
    head = client.head(LIST)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", first["Content-Length"])
    assert len(kept()) == 1


def test_an_edit_is_in_the_next_answer_and_drops_what_was_cached(client):
    client.get(LIST)
    client.get("/fr/")
    activity = ActivityFactory(countries=[Country.objects.get(iso3="TUV")])
    assert activity.ref in client.get(LIST).text
    assert len(kept()) == 1


def test_each_language_host_and_part_has_its_own(client):
    answers = [
        client.get(LIST),
        client.get("/en/activities/?country=TUV"),
        client.get(LIST, headers={"HX-Request": "true"}),
        client.get(LIST, headers={"Host": "127.0.0.1"}),
    ]
    assert len(kept()) == len(answers)
    assert answers[1]["Content-Language"] == "en"
    assert "<html" not in answers[2].text
    again = client.get(LIST, headers={"HX-Request": "true"})
    assert essence(again) == essence(answers[2])


def test_a_setting_that_a_page_prints_is_shown_at_once(client, settings):
    address = filled(f"/fr/activites/{ANY}/")
    client.get(address)
    settings.CONTACT_EMAIL = "desk@example.org"
    assert "desk@example.org" in client.get(address).text


def test_parameters_that_a_page_does_not_take_make_no_other_page(client):
    assert client.get(LIST).content == client.get(f"{LIST}&utm_source=x").content
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/fr/activites/?country=XXX", 400),
        ("/fr/activites/2099-999-9/", 404),
        ("/fr/aide/", 200),
        ("/fr/activites.csv?country=TUV", 200),
        ("/api/v1/activities/?country=TUV", 200),
    ],
)
def test_errors_files_and_what_needs_no_database_are_not_cached(client, address, status):
    response = client.get(address)
    b"".join(response)
    assert response.status_code == status
    assert kept() == []


def test_a_failure_is_not_cached(client, monkeypatch):
    def fail(*given):
        raise ZeroDivisionError

    client.raise_request_exception = False
    with monkeypatch.context() as during:
        during.setattr("activities.pages.views.lists.find", fail)
        assert client.get(LIST).status_code == 500
    assert client.get(LIST).status_code == 200


def test_what_sets_a_cookie_or_has_one_is_not_cached(rf):
    def view(request):
        response = HttpResponse("x")
        response.set_cookie("a", "b")
        return response

    with one_reading():
        page_cache.cached(view)(rf.get("/fr/"))
        request = rf.get("/fr/", HTTP_COOKIE="sessionid=x")
        page_cache.cached(lambda request: HttpResponse("of somebody"))(request)
    assert kept() == []


def test_a_visitor_with_a_session_gets_the_page_of_everybody(client):
    client.force_login(reviewer())
    signed_in = client.get(LIST)
    assert essence(signed_in) == essence(Client().get(LIST))
    assert not signed_in.cookies
    assert len(kept()) == 1


def test_a_preview_is_never_cached(client):
    client.force_login(reviewer())
    activity = Activity.objects.published().first()
    preview = client.get(reverse("admin:activities_activity_preview", args=[activity.pk, "fr"]))
    assert preview.status_code == 200
    assert "no-store" in preview["Cache-Control"]
    assert kept() == []


def test_a_new_text_counts_against_its_limit_however_often_it_is_asked_for(client, settings):
    settings.TEXT_RATE = "1/minute"
    asked = ["/fr/activites/?q=xylographie", "/fr/activites/?q=xylographie", "/fr/activites/?q=xylophone"]
    assert [client.get(address).status_code for address in asked] == [200, 200, 429]
    assert len(kept()) == 1


def test_memory_is_bounded_and_the_least_recently_used_goes_first(client, settings):
    size = len(client.get("/fr/").content) + page_cache.BESIDES
    settings.PAGE_CACHE_BYTES = int(2.5 * size)
    current_pages.forget()
    for _time in range(3):
        for address in ("/fr/", "/en/", "/fr/pays/", "/en/countries/"):
            client.get(address)
            assert current_pages().size <= settings.PAGE_CACHE_BYTES
    assert kept()


def test_threads_share_the_pages_of_one_version(client):
    addresses = [filled(page) for page in PAGES if page not in ELSEWHERE][:12]
    expected = {address: essence(client.get(address)) for address in addresses}
    current_pages.forget()

    def read(number):
        mine = Client()
        turned = addresses[number:] + addresses[:number]
        return {address: essence(mine.get(address)) for address in turned * 2}

    assert all(found == expected for found in together(read, READERS))


def test_no_thread_gets_a_page_older_than_the_version_that_it_found(rf, monkeypatch):
    editing = Lock()
    versions = [State(0, None)]  # the last is the present one
    monkeypatch.setattr(CatalogueVersion, "state", lambda: versions[-1])
    view = page_per_version(
        page_cache.cached(lambda request: HttpResponse(CatalogueVersion.of_response().number))
    )

    def read(number):
        for turn in range(200):
            if turn % 10 == number:
                with editing:
                    versions.append(State(len(versions), None))
            present = versions[-1].number
            assert int(view(rf.get(f"/fr/?page={turn % 3}")).content) >= present

    together(read)
