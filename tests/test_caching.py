"""An unchanged page costs a 304; no process shows what another one has changed."""

import ast

import pytest
from django.conf import settings as project

from activities import caching
from activities.models import Activity, Country
from activities.search import publish_changes
from tests.addresses import ANY, filled
from tests.factories import ActivityFactory
from tests.processes import Process

pytestmark = pytest.mark.django_db

ADDRESS = "/fr/activites/?country=TUV"


def again(client, response, address=ADDRESS):
    return client.get(address, headers={"If-None-Match": response["ETag"]})


@pytest.mark.parametrize("address", ["/fr/", ADDRESS, f"/fr/activites/{ANY}/", "/en/countries/KGZ/"])
def test_an_unchanged_page_costs_one_query_and_no_body(client, django_assert_num_queries, address):
    address = filled(address)
    first = client.get(address)
    with django_assert_num_queries(1):
        second = again(client, first, address)
    assert (second.status_code, second.content) == (304, b"")
    assert second["Cache-Control"] == first["Cache-Control"]


def test_browsers_revalidate_a_page_and_shared_caches_do_once_a_minute(client):
    page, text = client.get(ADDRESS), client.get("/fr/aide/")
    assert page["Cache-Control"] == text["Cache-Control"] == again(client, page)["Cache-Control"]
    assert set(page["Cache-Control"].split(", ")) == {"public", "max-age=0", "must-revalidate", "s-maxage=60"}


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (ADDRESS, {"HX-Request": "true"}),
        ("/fr/activites/?country=XXX", {}),
        ("/fr/activites.json?country=TUV", {}),
        ("/api/v1/activities/?country=TUV", {}),
    ],
)
def test_parts_errors_and_data_are_revalidated_by_every_cache(client, address, headers):
    response = client.get(address, headers=headers)
    assert response["Cache-Control"] == "no-cache"


def test_an_edit_is_shown_to_who_has_the_page(client):
    first = client.get(ADDRESS)
    activity = ActivityFactory(countries=[Country.objects.get(iso3="TUV")])
    second = again(client, first)
    assert second.status_code == 200
    assert activity.ref in second.text


@pytest.mark.parametrize(
    "address", [ADDRESS, "/api/v1/activities/?country=TUV", "/fr/activites.json?country=TUV"]
)
def test_an_edit_while_a_response_is_made_shows_at_the_next_request(client, monkeypatch, address):
    edits = []

    def tag(*given, made=caching._tag):
        found = made(*given)
        if not edits:
            edits.append(ActivityFactory(countries=[Country.objects.get(iso3="TUV")]))
        return found

    monkeypatch.setattr(caching, "_tag", tag)
    first = client.get(address)
    list(first)
    second = again(client, first, address)
    assert second.status_code == 200
    assert edits[0].ref.encode() in b"".join(second)


def test_a_harvest_misses_no_edit_made_while_a_page_of_it_was_read(client, monkeypatch):
    activity = Activity.objects.published().first()

    def tag(*given, made=caching._tag):
        found = made(*given)
        publish_changes(Activity.objects.filter(pk=activity.pk))
        return found

    with monkeypatch.context() as during:
        during.setattr(caching, "_tag", tag)
        version = client.get("/api/v1/activities/").json()["version"]
    changed = client.get(f"/api/v1/activities/?since={version}").json()["results"]
    assert activity.ref in {record["ref"] for record in changed}


@pytest.mark.parametrize(
    "other", ["/en/activities/?country=TUV", "/fr/activites/?country=KGZ", "/fr/activites/"]
)
def test_language_and_query_are_part_of_the_tag(client, other):
    assert client.get(ADDRESS)["ETag"] != client.get(other)["ETag"]


def test_another_release_of_the_code_makes_other_tags(client, monkeypatch):
    first = client.get(ADDRESS)
    monkeypatch.setattr(caching, "release", lambda: "another")
    assert again(client, first).status_code == 200


@pytest.mark.parametrize(
    ("setting", "value", "address"),
    [
        ("CONTACT_EMAIL", "desk@example.org", f"/fr/activites/{ANY}/"),
        ("CONTACT_EMAIL", "desk@example.org", "/en/method/"),
        ("IATI_REPORTING_ORG", {"ref": "XM-1", "type": "40", "secondary-reporter": "0", "name": {"fr": "A", "en": "A"}}, "/fr/donnees/iati/"),
        ("IATI_REPORTING_ORG", {"ref": "XM-1", "type": "40", "secondary-reporter": "0", "name": {"fr": "A", "en": "A"}}, "/fr/activites.xml?country=KGZ"),
        ("SEARCH_BY_MEANING", False, "/fr/activites/?q=prison"),
    ],
)  # fmt: skip
def test_another_setting_that_a_page_prints_makes_another_tag(client, settings, setting, value, address):
    address = filled(address)
    first = client.get(address)
    setattr(settings, setting, value)
    second = again(client, first, address)
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


# The settings that public code reads and no public page prints; of a new one somebody has to decide.
NOT_PRINTED = {
    "AUTH_USER_MODEL": "no page of a reader",
    "BASE_DIR": "where the release is",
    "COUNT_UNANSWERED": "counts what was asked for",
    "FIXTURES_DIR": "its files are part of the release",
    "LANGUAGES": "part of the release",
    "LANGUAGE_CODE": "part of the release",
    "PAGE_CACHE_BYTES": "how many pages a process keeps",
    "SECURITY_CONTACT": "in a file of its own that bears no tag",
    "SELF_REVIEW": "who may approve",
    "SENTENCE_INDEX_DIR": "where a process finds what every process finds",
}
NOT_PUBLIC = ("admin/", "curation/", "management/", "migrations/")


def settings_read():
    """The settings that the code of public pages and files reads, by name."""
    root = project.BASE_DIR / "activities"
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).as_posix().startswith(NOT_PUBLIC):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.conf"
            for alias in node.names
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in names
            ):
                yield node.attr


def test_every_setting_that_a_page_may_print_is_part_of_its_tag():
    assert set(settings_read()) == {*caching.PRINTED, *NOT_PRINTED}
    # A template gets settings from code alone.
    processors = project.TEMPLATES[0]["OPTIONS"]["context_processors"]
    assert [name for name in processors if "settings" in name or "debug" in name] == []


def test_a_part_of_a_page_is_not_taken_for_the_page(client):
    whole = client.get(ADDRESS)
    part = client.get(ADDRESS, headers={"HX-Request": "true"})
    assert whole["ETag"] != part["ETag"]
    for answer in (whole, part, again(client, whole)):
        assert "HX-Request" in answer["Vary"]


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
