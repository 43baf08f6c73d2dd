from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from activities.models import (
    Activity,
    CatalogueVersion,
    Country,
    PastVersion,
    Programme,
    SearchRow,
    Theme,
    one_reading,
)
from activities.models.index import PerVersion, State
from activities.models.restoring import NotWholeError
from activities.search import publish_changes
from tests.factories import ActivityFactory
from tests.search import oracle

pytestmark = pytest.mark.django_db


def found(text):
    """The refs of those activities of the test that answer the words."""
    activities = oracle.containing(text).filter(report__ref="2099")
    return set(activities.values_list("ref", flat=True))


@pytest.fixture
def programme():
    return Programme.objects.create(
        slug="made-up", kind="programme", name_fr="Nom", name_en="Name", aliases_en=["Xylophone"]
    )


@pytest.fixture
def activity(programme):
    return ActivityFactory(countries=[Country.objects.get(iso3="KGZ")], relations={"programmes": [programme]})


def test_publishing_raises_the_version_by_one():
    before = CatalogueVersion.current()
    publish_changes(Activity.objects.all()[:3])
    publish_changes(Activity.objects.none())
    assert CatalogueVersion.current() == before + 2


def test_a_catalogue_without_a_version_starts_at_one():
    CatalogueVersion.objects.all().delete()
    assert CatalogueVersion.current() == 0
    publish_changes(Activity.objects.none())
    assert CatalogueVersion.current() == 1


def test_the_version_takes_one_query(django_assert_num_queries):
    CatalogueVersion.current()
    with django_assert_num_queries(1):
        CatalogueVersion.current()


def test_each_version_has_a_mark_of_its_own():
    states = {CatalogueVersion.state()}
    for _time in range(3):
        publish_changes(Activity.objects.none())
        states.add(CatalogueVersion.state())
    assert len({state.mark for state in states}) == 4


def test_a_version_knows_those_before_it_by_their_marks():
    before = CatalogueVersion.state()
    publish_changes(Activity.objects.none())
    publish_changes(Activity.objects.none())
    assert PastVersion.has(before)
    assert not PastVersion.has(before._replace(mark=uuid4()))
    assert not PastVersion.has(CatalogueVersion.state())


def test_the_past_is_kept_within_bounds(monkeypatch):
    monkeypatch.setattr(PastVersion, "KEPT", 3)
    for _time in range(6):
        publish_changes(Activity.objects.none())
    last = CatalogueVersion.current()
    assert set(PastVersion.objects.values_list("number", flat=True)) == {last - 1, last - 2, last - 3}


def test_who_sets_the_number_back_begins_another_history():
    publish_changes(Activity.objects.none())
    held = CatalogueVersion.state()
    publish_changes(Activity.objects.none())
    CatalogueVersion.objects.update(number=held.number - 1)
    for _time in range(3):
        publish_changes(Activity.objects.none())
    assert not PastVersion.has(held)


def test_nothing_is_made_of_a_database_that_is_being_restored(monkeypatch):
    publish_changes(Activity.objects.none())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'activities_searchrow'::regclass AND contype = 'f'"
        )
        (key,) = cursor.fetchone()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE activities_searchrow DROP CONSTRAINT {key}")
    with pytest.raises(NotWholeError, match="a dump is being restored"):
        CatalogueVersion.state()


def rename_alias(programme):
    Programme.objects.filter(pk=programme.pk).update(aliases_en=["Glockenspiel"])


def rename_country(_programme):
    Country.objects.filter(iso3="KGZ").update(name_en="Glockenspiel")


@pytest.mark.parametrize("rename", [rename_alias, rename_country])
def test_an_activity_is_found_by_the_new_name_of_what_it_points_at(activity, programme, rename):
    rename(programme)
    assert found("glockenspiel") == set()
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert found("glockenspiel") == {activity.ref}


def test_an_activity_is_no_longer_found_by_a_name_that_is_gone(activity, programme):
    assert found("xylophone") == {activity.ref}
    rename_alias(programme)
    publish_changes(Activity.objects.all())
    assert found("xylophone") == set()


def test_only_the_given_activities_are_read_anew(activity, programme):
    other = ActivityFactory(relations={"programmes": [programme]})
    rename_alias(programme)
    publish_changes(Activity.objects.filter(pk=other.pk))
    assert found("glockenspiel") == {other.ref}


def test_a_roll_back_takes_the_version_and_the_words_with_it(activity):
    before = CatalogueVersion.current()
    with transaction.atomic():
        activity.texts.filter(language="fr").update(summary="Un clavecin.")
        publish_changes(Activity.objects.filter(pk=activity.pk))
        assert found("clavecin") == {activity.ref}
        transaction.set_rollback(True)
    assert CatalogueVersion.current() == before
    assert found("clavecin") == set()


def test_every_activity_of_the_catalogue_has_its_search_row():
    assert SearchRow.objects.count() == Activity.objects.count()


@pytest.mark.parametrize(
    "words",
    [
        "2099-001-77",
        "Titre",
        "Summary",
        "Kyrgyzstan",
        "Kirghizistan",
        "KGZ",
        "Xylophone",
        "corruption",  # a theme
        "Bichkek",
        "Rapport imprimé",
    ],
)
def test_an_activity_is_found_by_whatever_it_says_or_points_at(programme, words):
    kyrgyzstan = Country.objects.get(iso3="KGZ")
    activity = ActivityFactory(
        ref="2099-001-77",
        countries=[kyrgyzstan],
        relations={"programmes": [programme], "themes": [Theme.objects.get(slug="corruption")]},
    )
    place = kyrgyzstan.localities.create(slug="made-up", name_fr="Bichkek", name_en="Bishkek")
    activity.country_roles.get().localities.add(place)
    activity.publications.create(title="Rapport imprimé")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert found(words) == {"2099-001-77"}


def test_the_words_of_an_activity_do_not_depend_on_the_language_of_who_saves_it(activity):
    vectors = set()
    for language in ("fr", "en"):
        with override(language):
            publish_changes(Activity.objects.filter(pk=activity.pk))
        vectors.add(SearchRow.objects.get(activity=activity).vector)
    assert len(vectors) == 1


def test_a_response_is_of_the_version_that_it_read_first():
    before = CatalogueVersion.state()
    with one_reading():
        assert CatalogueVersion.of_response() == before
        CatalogueVersion.raised()
        assert CatalogueVersion.of_response() == before
        assert CatalogueVersion.state() != before
    assert CatalogueVersion.of_response() == CatalogueVersion.state() != before
    with one_reading():
        assert CatalogueVersion.of_response() != before


def test_each_thread_reads_the_version_for_its_own_response(monkeypatch):
    numbers, both = count(1), Barrier(2)
    monkeypatch.setattr(CatalogueVersion, "state", lambda: State(next(numbers), None))

    def respond(_thread):
        with one_reading():
            first = CatalogueVersion.of_response()
            both.wait(60)
            return first, CatalogueVersion.of_response()

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(respond, range(2)))
    assert sorted(first.number for first, _second in found) == [1, 2]
    assert all(first == second for first, second in found)


def test_a_response_gets_nothing_older_than_its_version(monkeypatch):
    seventh, eighth, ninth = (State(number, uuid4()) for number in (7, 8, 9))
    built = []
    derived = PerVersion(lambda: (built.append(1), f"build {len(built)}")[1])
    monkeypatch.setattr(CatalogueVersion, "state", lambda: eighth)
    with one_reading():
        CatalogueVersion.of_response()
        derived.kept = (seventh, "old")
        assert derived() == derived() == "build 1"
        assert derived.kept == (eighth, "build 1")
        # Another thread has read a later version and built: what it has is used, and not given the older label.
        monkeypatch.setattr(CatalogueVersion, "state", lambda: ninth)
        derived.kept = (ninth, "later")
        assert derived() == "later"
        assert derived.kept == (ninth, "later")
    assert built == [1]
