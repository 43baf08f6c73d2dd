"""An unchanged page costs a 304; no process shows what another one has changed."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from activities import caching
from activities.models import Activity, Country
from tests import databases
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/fr/activites/?country=TUV"


def again(client, response, address=ADDRESS):
    return client.get(address, headers={"If-None-Match": response["ETag"]})


@pytest.mark.parametrize("address", ["/fr/", ADDRESS, "/fr/activites/2021-026-1/", "/en/countries/KGZ/"])
def test_an_unchanged_page_costs_one_query_and_no_body(client, django_assert_num_queries, address):
    first = client.get(address)
    with django_assert_num_queries(1):
        second = again(client, first, address)
    assert (second.status_code, second.content) == (304, b"")
    assert second["Cache-Control"] == first["Cache-Control"] == "no-cache"


def test_an_edit_is_shown_to_who_has_the_page(client):
    first = client.get(ADDRESS)
    activity = ActivityFactory(countries=[Country.objects.get(iso3="TUV")])
    second = again(client, first)
    assert second.status_code == 200
    assert activity.ref in second.text


@pytest.mark.parametrize(
    "other", ["/en/activities/?country=TUV", "/fr/activites/?country=KGZ", "/fr/activites/"]
)
def test_language_and_query_are_part_of_the_tag(client, other):
    assert client.get(ADDRESS)["ETag"] != client.get(other)["ETag"]


def test_another_release_of_the_code_makes_other_tags(client, monkeypatch):
    first = client.get(ADDRESS)
    monkeypatch.setattr(caching, "release", lambda: "another")
    assert again(client, first).status_code == 200


def test_a_part_of_a_page_is_not_taken_for_the_page(client):
    whole = client.get(ADDRESS)
    part = client.get(ADDRESS, headers={"HX-Request": "true"})
    assert whole["ETag"] != part["ETag"]
    for answer in (whole, part, again(client, whole)):
        assert "HX-Request" in answer["Vary"]


class Process:
    """A web process of its own, on the database of the tests unless another is named; it commits what it writes."""

    def __init__(self, url=None):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.web_process"],
            env=os.environ | {"DATABASE_URL": url or databases.address(connection.settings_dict["NAME"])},
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.communicate()


def test_an_edit_in_one_process_is_in_the_next_answer_of_another():
    ref = Activity.objects.published().first().ref
    word = "/fr/activites/?q=xylographie"
    with Process() as one, Process() as other:
        assert (one.ask(get=word)["refs"], other.ask(get=word)["refs"]) == ([], [])
        before = other.ask(get="/fr/activites/")
        old = one.ask(title="Xylographie", ref=ref)["old"]
        try:
            seen = one.ask(get=word), other.ask(get=word)
            stale = other.ask(get="/fr/activites/", etag=before["etag"])
        finally:
            one.ask(title=old, ref=ref)
        assert [answer["refs"] for answer in seen] == [[ref], [ref]]
        assert stale["status"] == 200
        assert (one.ask(get=word)["refs"], other.ask(get=word)["refs"]) == ([], [])
