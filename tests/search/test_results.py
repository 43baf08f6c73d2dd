"""Lists and counts from bitmaps equal those of one SQL query over the tables."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from activities.models import Activity, CatalogueVersion, Country, PastVersion, SearchRow, Word
from activities.models.index import NEVER, Renewed, State
from activities.search import FacetIndex, Results, current_index, index, publish_changes, results
from activities.search.hits import TextHits
from activities.search.parsing import parse
from activities.search.results import most_promising
from tests.addresses import ANY, filled
from tests.factories import ActivityFactory
from tests.search import oracle
from tests.search.searching import results_of as found

pytestmark = pytest.mark.django_db

TEXTS = [
    "prison",
    "prison -enfants",
    "-prison",
    "corruption ou police",
    '"aide juridique"',
    "formation OR -prison",
    "Kirghizistan",
    "KGZ",
    "§33",
    ANY,
    "corrup*",
    "de la",
    "xyzzy",
]
SELECTIONS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(TEXTS),
        "country": st.lists(st.sampled_from(["KGZ", "PER", "LBN", "TUV"]), max_size=2, unique=True),
        "theme": st.sampled_from(["corruption", "cross-cutting", "sport"]),
        "scope": st.lists(st.sampled_from(["global", "national"]), max_size=2, unique=True),
        "sort": st.sampled_from(["report", "newest", "title", "relevance"]),
    },
)


def refs(query, part=slice(0, 500)):
    return refs_of(found(query), part)


def in_the_tables(listed):
    return list(oracle.activities_of(listed).values_list("ref", flat=True))


def refs_of(listed, part):
    return [activity.ref for activity in listed.activities(listed[part])]


@settings(max_examples=60)
@given(SELECTIONS)
def test_the_results_are_those_of_the_query_over_the_tables_in_the_same_order(selection):
    params = QueryDict(mutable=True)
    for name, values in selection.items():
        params.setlist(name, values if isinstance(values, list) else [values])
    listed = found(filled(params.urlencode()))
    assert refs_of(listed, slice(0, 500)) == in_the_tables(listed)
    assert len(listed) == oracle.activities_of(listed).count()


@pytest.mark.parametrize("query", ["", "q=formation", "sort=title", "sort=newest&scope=global"])
def test_pages_together_are_the_list(query):
    whole, listed = refs(query), found(query)
    starts = range(0, len(whole), 7)
    assert [ref for start in starts for ref in refs_of(listed, slice(start, start + 7))] == whole


@pytest.fixture
def few(monkeypatch):
    """Bounds as they bite in a large catalogue."""
    monkeypatch.setattr(results, "RANKED", 5)


@pytest.mark.parametrize("query", ["q=formation", "q=formation&scope=global", "q=-prison"])
def test_a_bounded_ranking_loses_and_repeats_nothing(few, query):
    listed, pages = found(query), []
    for start in range(0, len(listed) + 3, 3):
        pages += refs_of(listed, slice(start, start + 3))
    assert len(pages) == len(set(pages)) == len(listed) > 5
    assert set(pages) == set(in_the_tables(listed))


def test_what_is_ranked_has_the_words_in_its_title(few):
    query = parse("formation")
    index = current_index()
    best = most_promising(index, query, index.answering(query))
    titles = Activity.objects.filter(report_order__in=best).values_list("texts__title", flat=True)
    assert len(best) == 5
    assert sum("formation" in title.lower() or "training" in title.lower() for title in titles) >= 5


def test_orders_of_many_results_are_those_of_few(few):
    assert refs("sort=title") == in_the_tables(found("sort=title"))


def test_the_first_hit_of_a_word_asks_the_database_the_next_one_does_not(django_assert_num_queries):
    index = current_index()
    with django_assert_num_queries(1):
        first = index.answering(parse("prison"))
    with django_assert_num_queries(0):
        assert index.answering(parse("prison")) == first
        assert index.answering(parse("-prison")) == index.all - first


@pytest.mark.parametrize("few_changes", [1000, 0])
def test_kept_hits_follow_an_edit(monkeypatch, few_changes):
    monkeypatch.setattr("activities.search.hits.FEW", few_changes)
    activity = ActivityFactory(texts={"fr": ("Xylophone", "Un clavecin.")})
    texts = ["xylophone", "clavecin", "-clavecin", "prison", "glockenspiel"]
    before = {text: current_index().answering(parse(text)) for text in texts}
    assert activity.report_order in before["clavecin"]
    activity.texts.filter(language="fr").update(summary="Un glockenspiel.")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    slot = {activity.report_order}
    after = {text: set(current_index().answering(parse(text))) for text in texts}
    assert after == {
        "xylophone": set(before["xylophone"]),
        "clavecin": set(before["clavecin"]) - slot,
        "-clavecin": set(before["-clavecin"]) | slot,
        "prison": set(before["prison"]),
        "glockenspiel": slot,
    }


def test_only_what_changed_is_read_anew():
    index = current_index()
    ActivityFactory(countries=[Country.objects.get(iso3="TUV")])
    newer = current_index()
    assert newer.values["country"]["PER"] is index.values["country"]["PER"]
    assert newer.hits.kept is index.hits.kept
    assert len(newer.all) == len(index.all) + 1


def test_an_edit_costs_an_index_no_look_at_the_reference_tables(django_assert_num_queries):
    index = current_index()
    publish_changes(Activity.objects.published()[:1])
    # The state, whether it is whole and continues what is known, what changed, what is published, the reports, ten facets, paragraphs, figures.
    with django_assert_num_queries(18):
        newer = current_index()
    assert newer is not index
    assert newer.records is index.records


def test_an_index_follows_a_reference_table_though_activities_were_edited_since():
    current_index()
    Country.objects.filter(iso3="KGZ").update(name_fr="Zorglubie")
    publish_changes(Activity.objects.all())
    publish_changes(Activity.objects.published()[:1])
    index = current_index()
    assert index.records["country"]["KGZ"].name_fr == "Zorglubie"
    assert index.names["country"]["KGZ"].text["fr"] == "Zorglubie"


def test_an_index_of_a_state_that_was_given_up_is_made_anew():
    """A database that was restored: an edit that is not there any more, and another one of the same number."""
    asked = parse("zorglub")
    assert not current_index().answering(asked)
    publish_changes(Activity.objects.none())
    before = current_index()
    with transaction.atomic():
        lost = ActivityFactory(texts={"fr": ("Zorglub", "R")})
        assert current_index().answering(asked) == BitMap([lost.report_order])
        number = CatalogueVersion.current()
        transaction.set_rollback(True)
    restored = current_index()
    assert not restored.answering(asked)
    assert restored.all == before.all
    with transaction.atomic():
        ActivityFactory(texts={"fr": ("Zorglub", "R")})
        assert current_index().answering(asked)
        transaction.set_rollback(True)
    other = ActivityFactory(texts={"fr": ("Zorglub", "R")})
    assert CatalogueVersion.current() == number
    index = current_index()
    assert index.answering(asked) == BitMap([other.report_order])
    assert index.hits.kept is not restored.hits.kept


def test_hits_are_kept_where_no_activity_changed():
    kept = current_index().answering(parse("prison"))
    publish_changes(Activity.objects.none())
    assert current_index().answering(parse("prison")) == kept


def test_what_one_thread_builds_the_others_wait_for(monkeypatch):
    first, second = State(7, uuid4()), State(8, uuid4())
    built = []
    renewed = Renewed(lambda since, previous: (built.append(since), sleep(0.2), len(built))[2])
    monkeypatch.setattr(CatalogueVersion, "state", lambda: first)
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _thread: renewed(), range(4))) == {1}
    assert built == [NEVER]
    monkeypatch.setattr(CatalogueVersion, "state", lambda: second)
    monkeypatch.setattr(PastVersion, "has", lambda state: state == first)
    assert renewed() == 2
    assert renewed._renewed((first, 1), first) == (second, 2)  # who has read the state too early
    assert built == [NEVER, 7]


def test_what_another_thread_builds_while_the_version_is_read_is_not_built_again(monkeypatch):
    renewed = Renewed(lambda since, previous: f"built since {since}")
    sixth, seventh, eighth = (State(number, uuid4()) for number in (6, 7, 8))
    renewed.kept = (sixth, "sixth")

    def read_late():
        monkeypatch.setattr(CatalogueVersion, "state", lambda: eighth)
        renewed.kept = (eighth, "eighth")
        return seventh

    monkeypatch.setattr(CatalogueVersion, "state", read_late)
    assert renewed() == "eighth"
    assert renewed.kept == (eighth, "eighth")


def facets_in_a_new_index(slot):
    """Builds an index and returns the kinds and scopes that contain the slot."""
    try:
        values = FacetIndex().values
        return {
            facet: [key for key, slots in values[facet].items() if slot in slots]
            for facet in ("kind", "scope")
        }
    finally:
        connections.close_all()


def test_an_edit_while_an_index_is_built_is_in_all_of_it_or_in_nothing(monkeypatch):
    activity = Activity.objects.published().filter(kind="training", scope="national").first()
    slot, read = activity.report_order, index._bitmaps

    def edit(**values):
        Activity.objects.filter(pk=activity.pk).update(**values)
        publish_changes(Activity.objects.filter(pk=activity.pk))
        connections.close_all()

    def read_with_an_edit_after(activities, path):
        found = read(activities, path)
        if path == "kind":
            with ThreadPoolExecutor(1) as another:
                another.submit(edit, kind="event", scope="regional").result()
        return found

    with ThreadPoolExecutor(1) as thread:
        monkeypatch.setattr(index, "_bitmaps", read_with_an_edit_after)
        try:
            found = thread.submit(facets_in_a_new_index, slot).result()
            assert found == {"kind": ["training"], "scope": ["national"]}
        finally:
            thread.submit(edit, kind="training", scope="national").result()


@pytest.mark.parametrize("few", [1000, 1], ids=["asked about what changed", "asked anew"])
def test_what_is_kept_of_a_text_follows_edits_that_nobody_asked_about(monkeypatch, few):
    monkeypatch.setattr("activities.search.hits.FEW", few)
    gained, lost, kept = (
        ActivityFactory(texts={"fr": (title, "R")}) for title in ("A", "Zorglub", "Zorglub")
    )
    asked = parse("zorglub")
    assert current_index().answering(asked) == BitMap([lost.report_order, kept.report_order])
    for activity, title in ((gained, "Zorglub"), (lost, "A"), (kept, "Zorglub zorglub")):
        activity.texts.update(title=title)
        publish_changes(Activity.objects.filter(pk=activity.pk))
        current_index()
    now = BitMap([gained.report_order, kept.report_order])
    for _time in range(2):
        assert (
            current_index().answering(asked)
            == now
            == TextHits(BitMap()).of([asked.terms[0].found_by]).popitem()[1]
        )


def test_hits_that_would_fill_the_memory_are_not_kept(monkeypatch):
    monkeypatch.setattr("activities.search.hits.KEPT_BYTES", 600)
    hits = TextHits(changed=current_index().all)
    query = parse("prison").terms[0].found_by
    assert hits.of([query])[query] == current_index().answering(parse("prison"))
    assert len(hits.kept.values) <= 1


def test_a_draft_is_found_by_nothing_and_its_words_do_not_count():
    activity = ActivityFactory(texts={"fr": ("Xylophone", "Résumé")})
    assert Word.objects.get(pk="xylophone").count == 1
    Activity.objects.filter(pk=activity.pk).update(status="withdrawn")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert SearchRow.objects.get(pk=activity.pk).names == []
    assert Word.objects.get(pk="xylophone").count == 0
    assert refs("q=xylophone") == []


def test_words_are_counted_by_activity_however_often_an_activity_is_published():
    word = Word.objects.get(pk="prison")
    publish_changes(Activity.objects.all())
    activities = SearchRow.objects.extra(where=["vector @@ '''=prison'''::tsquery"]).count()
    assert Word.objects.get(pk="prison").count == word.count == activities


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("corrup*", "corruption"),
        ("kirghizist", "Kirghizistan"),
        ("formation pénitenti", "formation pénitentiaire"),
    ],
)
def test_a_beginning_finds_the_words_that_begin_with_it(text, also):
    assert set(refs(f"q={also}")) & set(refs(f"q={text}"))


@pytest.mark.parametrize("text", ["pris*", "prisonx", '"prisonnie"', "-kirghizist", "ab*"])
def test_a_word_that_is_whole_quoted_or_left_out_is_not_widened(text):
    listed = found(f"q={text}")
    assert listed.query.beginnings == (("pris",) if text == "pris*" else ())


def test_the_page_says_that_a_word_stands_for_its_continuations(client):
    page = client.get("/en/activities/?q=kirghizist").text
    assert "“kirghizist” stands for all words that begin with it" in page
    assert "<mark>Kirghizistan</mark>" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "%20or%20".join(["prison"] * 18),
        "q=" + "-a " * 60,
        "q=" + '"' * 199,
        "q=" + "*" * 50,
        "q=" + "aa* " * 45,
        "q=" + "+".join(f"{a}{b}" for a in "bcdfghjk" for b in "aeiouyvw")[:190],
        "q=%22" + "+".join(f"{a}{b}" for a in "bcdfghjk" for b in "aeiouyvw")[:190] + "%22",
        "q=prisson+kirghiztan+corrupption+sporrt+femmmes",
    ],
)
def test_the_work_for_a_text_is_bounded(client, query, django_assert_max_num_queries):
    client.get("/fr/activites/?q=priosn+zorglub")  # what a process keeps is there
    client.get("/fr/activites/?q=priosn")
    with django_assert_max_num_queries(12):
        assert client.get(f"/fr/activites/?{query}").status_code == 200


def test_a_question_that_takes_too_long_is_told_so(client, monkeypatch):
    def never_ending(results, start, stop):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20")
            cursor.execute("SELECT pg_sleep(20)")

    monkeypatch.setattr(Results, "_ordered", never_ending)
    response = client.get("/fr/activites/")
    assert response.status_code == 503
    assert "Cette recherche prend trop de temps" in response.text
    assert "ETag" not in response


@pytest.mark.parametrize("order", ["newest", "title"])
@pytest.mark.parametrize("edit", ["published", "withdrawn"])
def test_a_whole_list_is_that_of_its_index_whatever_is_edited_meanwhile(order, edit):
    other = ActivityFactory(texts={"fr": ("Aaa", "R")}, start=date(2098, 1, 1), date_precision="year")
    Activity.objects.filter(pk=other.pk).update(status="withdrawn" if edit == "published" else "published")
    publish_changes(Activity.objects.filter(pk=other.pk))
    listed = found(f"sort={order}")
    before = listed[0 : len(listed)]
    Activity.objects.filter(pk=other.pk).update(status=edit)
    assert listed[0 : len(listed)] == before
    assert set(before) == set(listed.slots)
    assert (other.report_order in before) == (edit == "withdrawn")
