import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.models import Activity, Country, Partner, Programme, Theme
from activities.search import best_bets, current_index, publish_changes
from activities.search.best_bets import MOST
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def bets(text):
    return best_bets(text, current_index())


def keys(text):
    return [bet.key for bet in bets(text)]


@pytest.fixture
def renamed():
    """Changes the aliases of the first record of a table."""

    def rename(model, *aliases):
        record = model.objects.order_by("pk").first()
        model.objects.filter(pk=record.pk).update(aliases_en=list(aliases))
        publish_changes(Activity.objects.none(), reference=True)
        return record.natural_key()[0]

    return rename


@pytest.mark.parametrize("text", ["Kyrgyzstan", "kirghizistan", "KGZ", "kgz", "KG", "le Kirghizistan"])
def test_a_country_is_named_by_any_of_its_names_and_codes(text):
    assert keys(text) == ["KGZ"]


@pytest.mark.parametrize("text", ["trafficking IN persons", "sport AND crime", "prison NOT Kenya", "-Kenya"])
def test_operators_and_what_is_excluded_name_nothing(text):
    assert not {"IND", "AND", "NOR", "KEN"} & set(keys(text))


def test_the_longest_name_counts_and_what_lies_within_it_does_not():
    assert keys("prisons in South Sudan")[0] == "SSD"
    assert "SDN" not in keys("prisons in South Sudan")
    assert keys("Central Asia") == ["central-asia"]


def test_records_of_every_kind_are_found(renamed):
    named = {model: renamed(model, f"Zorglub {model.__name__}s") for model in (Programme, Theme, Partner)}
    for model, key in named.items():
        assert keys(f"the zorglub {model.__name__}s")[0] == key


def test_there_are_few_of_them():
    assert len(bets("Kenya Malawi Jordan Lebanon Peru")) == MOST


def test_an_activity_leads_by_its_reference():
    ref = ActivityFactory().ref
    assert [bet.record.ref for bet in bets(f"entry {ref}")] == [ref]
    assert bets("2099-999-9") == []


@pytest.mark.parametrize("text", ["par. 26", "§26", "paragraphe 26"])
def test_a_paragraph_leads_by_its_number(text):
    (bet, *_others) = bets(text)
    assert (bet.record.number, bet.facet) == (26, None)


def test_a_country_that_no_activity_names_is_found_with_its_count():
    unnamed = Country.objects.exclude(iso3__in=current_index().values["country"]).order_by("pk").first()
    (bet,) = [bet for bet in bets(unnamed.name_en) if bet.facet == "country"]
    assert (bet.key, bet.count) == (unnamed.iso3, 0)


@given(st.text(max_size=300))
def test_no_text_fails(text):
    assert len(bets(text)) <= MOST


def test_a_long_text_is_bounded_work(django_assert_max_num_queries):
    current_index()
    bets("Kenya")
    with django_assert_max_num_queries(6):
        assert len(bets("Kenya Malawi § 26 2099-026-1 " * 5000)) == MOST
