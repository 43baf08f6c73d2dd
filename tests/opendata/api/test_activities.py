"""The API returns the same activities as the page for every query."""

import re

import pytest
from django.utils import translation

from activities.editing import make_transition
from activities.models import Activity, Country
from tests import people
from tests.factories import ActivityFactory
from tests.search.searching import an_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_limit")]

LIST = "/api/v1/activities/"


def get(client, address, **params):
    response = client.get(address, params)
    assert response.status_code == 200, response.content
    return response.json()


def refs(answer):
    return [record["ref"] for record in answer["results"]]


def test_a_record_has_the_fields_that_were_promised(client, workshop):
    record = get(client, f"{LIST}{workshop.ref}/")
    names = (
        "ref url report paragraphs section kind modality scope start end date_precision texts countries regions"
        " themes programmes partners instruments partner_parts publications figures source_note updated_at"
    )
    assert list(record) == names.split()
    assert record["url"] == f"http://testserver/id/{workshop.ref}"
    assert (record["paragraphs"], record["section"], record["modality"]) == ([26], "IV.C.1", None)
    assert record["countries"] == [
        {"iso3": "NPL", "name": {"fr": "Népal", "en": "Nepal"}, "role": "beneficiary", "localities": []}
    ]
    figure = record["figures"][0]
    assert (figure["value"], figure["qualifier"], figure["paragraph"]) == ("20", "exact", 26)
    assert set(figure) == set(
        "value number qualifier unit label paragraph period cumulative role countries".split()
    )
    assert set(record["texts"]) == {"fr", "en"}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "country=KGZ",
        "country=KGZ&country=NPL&kind=training",
        "theme=corruption&sort=title",
        "q=prison",
        "q=prison&sort=report",
        "region=central-asia&scope=regional",
        "programme=star&sort=newest",
        "q=zzzz",
    ],
)
def test_a_query_gives_what_the_page_gives_in_its_order(client, query):
    page = client.get(f"/fr/activites/?{query}")
    shown = re.findall(r'<h3><a href="/fr/activites/([\d-]+)/', page.text)
    answer = get(client, f"{LIST}?{query}&page_size=25" if query else f"{LIST}?page_size=25")
    assert refs(answer) == shown
    assert answer["count"] == int(
        re.search(r"data-said>\s*([\d\s]+) activité", page.text)[1].replace(" ", "")
    )


def test_the_facets_count_what_the_page_counts(client):
    response = client.get("/fr/activites/?country=KGZ&q=formation")
    counted = {
        (name, value): (int(count), bool(selected))
        for name, value, count, selected in _choices(response.context["facets"])
    }
    answer = get(client, "/api/v1/facets/?country=KGZ&q=formation")
    assert answer["count"] == response.context["page"].paginator.count
    assert {
        (facet["name"], choice["value"]): (choice["count"], choice["selected"])
        for facet in answer["facets"]
        for choice in facet["choices"]
    } == counted


def _choices(facets):
    return [(facet.name, row.value, row.count, row.selected) for facet in facets for row in facet.choices]


def test_labels_of_facets_follow_the_language(client):
    for language, label in (("fr", "Kirghizistan"), ("en", "Kyrgyzstan")):
        facets = get(client, f"/api/v1/facets/?country=KGZ&lang={language}")["facets"]
        assert label in [row["label"] for row in facets[0]["choices"] if row["selected"]]


def test_the_pages_of_a_list_share_it_out(client):
    address, found = f"{LIST}?page_size=70&fields=ref", []
    while address:
        answer = get(client, address)
        found += refs(answer)
        address = answer["next"]
    assert len(found) == len(set(found)) == answer["count"] == Activity.objects.published().count()
    assert "page=2" in answer["previous"]


def test_fields_leave_the_others_out(client, workshop):
    records = get(client, f"{LIST}?fields=ref,paragraphs&page_size=2")["results"]
    assert [list(record) for record in records] == [["ref", "paragraphs"]] * 2
    assert list(get(client, f"{LIST}{workshop.ref}/?fields=kind")) == ["kind"]


def test_a_language_leaves_the_other_out(client, workshop):
    response = client.get(f"{LIST}{workshop.ref}/?lang=en")
    record = response.json()
    assert response["Content-Language"] == "en"
    assert set(record["texts"]) == {"en"}
    assert record["countries"][0]["name"] == {"en": "Nepal"}
    assert set(record["figures"][0]["label"]) == {"en"}
    assert translation.get_language() == "fr"


def test_titles_sort_in_the_language_asked_for(client):
    french, english = (refs(get(client, f"{LIST}?sort=title&lang={code}")) for code in ("fr", "en"))
    assert french != english


def test_a_text_without_translation_has_one_language(client):
    activity = ActivityFactory(texts={"fr": ("Titre", "Résumé")})
    assert set(get(client, f"{LIST}{activity.ref}/")["texts"]) == {"fr"}
    assert get(client, f"{LIST}{activity.ref}/?lang=en")["texts"] == {}


@pytest.mark.parametrize(("status", "code"), [("draft", 404), ("in_review", 404), ("withdrawn", 410)])
def test_what_is_not_published_is_nowhere(client, status, code):
    activity = ActivityFactory(status=status, countries=[Country.objects.get(iso3="TUV")])
    assert client.get(f"{LIST}{activity.ref}/").json()["status"] == code
    assert activity.ref not in refs(get(client, f"{LIST}?country=TUV"))


# Harvesting


def test_since_a_version_there_is_what_changed_and_what_was_withdrawn(client):
    gone = ActivityFactory()
    before = get(client, f"{LIST}?page_size=1")["version"]
    assert get(client, f"{LIST}?since={before}")["count"] == 0
    new = ActivityFactory()
    make_transition(gone, "withdraw", by=people.reviewer(), note="Doublon")
    answer = get(client, f"{LIST}?since={before}")
    assert refs(answer) == [new.ref]
    assert [row["ref"] for row in answer["withdrawn"]] == [gone.ref]
    assert answer["count"] == 2
    assert get(client, f"{LIST}?since={answer['version']}")["count"] == 0


def test_a_version_of_a_history_that_was_given_up_gives_everything(client):
    """A catalogue that was restored to an earlier version: the client cannot know what it has missed."""
    answer = get(client, f"{LIST}?page_size=1")
    later = get(client, f"{LIST}?page_size=1&since={answer['version'] + 1}")
    assert later["count"] >= answer["count"] > 0
    assert later["version"] == answer["version"]


def test_what_was_withdrawn_is_told_whatever_the_filters_and_once_over_the_pages(client):
    reviewer, withdrawn = people.reviewer(), ActivityFactory.create_batch(2)
    before = get(client, f"{LIST}?page_size=1")["version"]
    for activity in withdrawn:
        make_transition(activity, "withdraw", by=reviewer, note="Doublon")
    found = ActivityFactory(kind="tool")
    ActivityFactory(kind="event")
    address, shown, gone = f"{LIST}?since={before}&kind=tool&page_size=1", [], []
    while address:
        answer = get(client, address)
        assert len(answer["results"]) + len(answer["withdrawn"]) == 1
        shown += refs(answer)
        gone += [row["ref"] for row in answer["withdrawn"]]
        address = answer["next"]
    assert (shown, sorted(gone)) == ([found.ref], sorted(activity.ref for activity in withdrawn))


def test_an_activity_that_was_reopened_is_still_withdrawn(client):
    reviewer, gone = people.reviewer(), ActivityFactory()
    before = get(client, f"{LIST}?page_size=1")["version"]
    for move in ("withdraw", "reopen"):
        make_transition(gone, move, by=reviewer, note="Doublon")
    assert [row["ref"] for row in get(client, f"{LIST}?since={before}")["withdrawn"]] == [gone.ref]


def test_a_draft_that_was_never_published_is_not_told(client):
    before = get(client, f"{LIST}?page_size=1")["version"]
    ActivityFactory(status="draft")
    assert get(client, f"{LIST}?since={before}")["count"] == 0


@pytest.mark.parametrize(
    ("since", "all_of_them"),
    [
        ("2000-01-01", True),
        ("2000-01-01T00:00:00Z", True),
        ("2000-01-01T00:00:00+01:00", True),
        ("0001-01-01", True),
        ("0001-01-01T00:00:00%2B19:37", True),
        ("9999-12-31T23:59:59-19:37", False),
        ("2199-01-01", False),
        ("2199-01-01T00:00:00.5Z", False),
    ],
)
def test_since_a_moment(client, since, all_of_them):
    count = get(client, f"{LIST}?since={since}")["count"]
    assert count == (Activity.objects.published().count() if all_of_them else 0)


class TestLayers:
    """The nearest activities and the corrected spelling, as the page shows them."""

    def test_the_nearest_come_apart_with_the_words_that_they_lack(self, client):
        whole, part = an_activity("Quokkas et zeppelins"), an_activity("Quokkas seuls")
        answer = get(client, LIST, q="quokkas zeppelins")
        assert (answer["count"], refs(answer), answer["corrected"]) == (1, [whole], None)
        first = answer["nearest"][0]
        assert (first["found"], first["missing"]) == (["quokkas"], ["zeppelins"])
        assert first["activity"]["ref"] == part
        assert first["activity"] == get(client, f"{LIST}{part}/")

    def test_fields_are_those_of_the_nearest_too(self, client):
        an_activity("Quokkas seuls")
        answer = get(client, LIST, q="quokkas xylophones", fields="ref,kind")
        assert {tuple(near["activity"]) for near in answer["nearest"]} == {("ref", "kind")}

    def test_whoever_reads_all_pages_has_each_once(self, client):
        for _number in range(3):
            an_activity("Quokkas et zeppelins")
        an_activity("Quokkas seuls")
        pages = [
            get(client, LIST, q="quokkas zeppelins", page_size=2, page=number, fields="ref")
            for number in (1, 2)
        ]
        assert [bool(page["nearest"]) for page in pages] == [True, False]
        assert [len(page["results"]) for page in pages] == [2, 1]

    def test_who_asks_for_changes_gets_none_of_the_nearest(self, client):
        an_activity("Quokkas seuls")
        assert get(client, LIST, q="quokkas xylophones", since="2000-01-01")["nearest"] == []

    def test_a_misspelt_text_is_corrected_unless_it_is_taken_as_typed(self, client):
        ref = an_activity("Étançonnage")
        answer = get(client, LIST, q="étançonage")
        assert refs(answer) == [ref]
        assert answer["corrected"].lower() == "étançonnage"
        typed = get(client, LIST, q="étançonage", verbatim=1)
        assert (refs(typed), typed["corrected"]) == ([], None)
        assert get(client, "/api/v1/facets/", q="étançonage")["count"] == 1
        assert get(client, "/api/v1/facets/", q="étançonage", verbatim=1)["count"] == 0

    def test_another_value_of_verbatim_is_refused(self, client):
        assert client.get(LIST, {"q": "prison", "verbatim": "yes"}).status_code == 400
