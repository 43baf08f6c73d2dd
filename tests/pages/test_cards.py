"""Activities that a process has rendered: kept while the catalogue stays as it is, and never longer."""

import pytest

from activities.models import Activity, Country
from activities.search import publish_changes
from activities.search.lru_cache import SizedCache
from tests.factories import ActivityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]

LIST = "/fr/activites/?country=TUV"


@pytest.fixture
def activity():
    return ActivityFactory(
        texts={"fr": ("Xylophone", "Un clavecin."), "en": ("Xylophone", "A harpsichord.")},
        countries=[Country.objects.get(iso3="TUV")],
    )


def test_a_list_that_was_shown_reads_no_activity_again(client, activity, django_assert_num_queries):
    before = client.get(LIST).content
    with django_assert_num_queries(1):
        assert client.get(LIST).content == before


@pytest.mark.parametrize(
    ("address", "told"),
    [("/en/activities/?country=TUV", "A harpsichord."), (f"{LIST}&q=clavecin", "Un <mark>clavecin</mark>.")],
)
def test_each_language_and_each_text_has_its_own(client, activity, address, told):
    plain = client.get(LIST).text
    assert told not in plain
    assert told in client.get(address).text
    assert client.get(LIST).text == plain


def test_an_edit_shows_at_once(client, activity):
    assert "Un clavecin." in client.get(LIST).text
    activity.texts.filter(language="fr").update(summary="Un orgue.")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert "Un orgue." in client.get(LIST).text


def test_a_country_that_is_renamed_shows_at_once(client, activity):
    assert "Tuvalu" in client.get(LIST).text
    country = Country.objects.get(iso3="TUV")
    country.name_fr = "Îles Ellice"
    country.save()
    publish_changes(Activity.objects.all())
    assert client.get(LIST).text.count(">Îles Ellice</a>") == 1


def test_what_is_withdrawn_is_gone_at_once(client, activity):
    assert "Xylophone" in client.get(LIST).text
    Activity.objects.filter(pk=activity.pk).update(status="withdrawn")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert "Xylophone" not in client.get(LIST).text


def test_what_is_least_used_gives_way():
    kept = SizedCache(10, len)
    assert kept.get_many("ab") == {}
    kept.set_many({"a": "aaaa", "b": "bbbb"})
    assert kept.get_many("a") == {"a": "aaaa"}
    kept.set_many({"c": "cccc"})
    assert set(kept.values) == {"a", "c"}
    assert kept.get_many("abc") == {"a": "aaaa", "c": "cccc"}


def test_what_is_too_large_is_not_kept():
    kept = SizedCache(10, len)
    kept.set_many({"a": "a" * 11})
    assert kept.values == {}
