"""An activity is near by more than its own words: by the others of its paragraph, and by the region that it covers."""

import pytest
from pyroaring import BitMap

from activities.models import Activity, Country, Region
from activities.models.activity import paragraph_of
from activities.search import Search, current_index, find
from activities.search.nearest import nearest
from tests.factories import ActivityFactory
from tests.search.searching import an_activity

pytestmark = pytest.mark.django_db

PLAIN = {"fr": ("Titre", "Résumé"), "en": ("Title", "Summary")}


def slot(ref):
    return Activity.objects.get(ref=ref).report_order


def near(text):
    return [one.slot for one in find(Search(text), current_index()).nearest.activities]


def test_the_activities_of_a_paragraph_share_its_number_and_no_other_does():
    orders = dict(Activity.objects.values_list("ref", "report_order"))
    paragraphs = {paragraph_of(order) for order in orders.values()}
    assert len(paragraphs) == len({ref.rpartition("-")[0] for ref in orders})


def test_of_two_equal_activities_the_one_whose_paragraph_is_near_comes_first(settings):
    settings.SEARCH_BY_MEANING = False
    for ref in ("2099-011-1", "2099-012-1"):
        an_activity("Zeppelins", ref=ref)
    an_activity("Quokkas et zeppelins", ref="2099-012-2")
    assert near("quokkas zeppelins violons")[:2] == [slot("2099-012-2"), slot("2099-012-1")]
    # An activity with all the words counts for its paragraph as well, and is not among the near ones.
    assert near("quokkas zeppelins")[:1] == [slot("2099-012-1")]
    assert slot("2099-012-2") not in near("quokkas zeppelins")


@pytest.fixture
def country():
    return (
        Country.objects.exclude(iso3__in=current_index().values["country"])
        .filter(regions__slug="caribbean")
        .first()
    )


@pytest.fixture
def regional():
    regions = Region.objects.filter(slug="caribbean")
    return ActivityFactory(texts=PLAIN, relations={"regions": regions}).report_order


def asked(text, among):
    index = current_index()
    return nearest(text, index.parsed(text), index, BitMap(), BitMap(among)).activities


def test_after_what_names_a_place_comes_what_covers_it_and_says_so(country, regional):
    naming = ActivityFactory(countries=[country], texts=PLAIN).report_order
    first, second = asked(f"quokkas {country.name_en}", [naming, regional])
    assert (first.slot, first.covers, first.missing) == (naming, "", ["quokkas"])
    assert (second.slot, second.covers, second.has) == (regional, country.name_en, ())
    assert second.missing == [country.name_en, "quokkas"]
    assert not second.by_meaning


def test_nothing_covers_a_place_that_no_activity_names(country, regional):
    assert asked(f"quokkas {country.name_en}", [regional]) == ()


def test_what_has_the_other_words_elsewhere_follows_what_names_the_place_and_lacks_it(country):
    within = ActivityFactory(countries=[country], texts=PLAIN).report_order
    elsewhere = ActivityFactory(texts={"fr": ("Titre", "Résumé"), "en": ("Quokkas", "Quokkas")}).report_order
    apart = ActivityFactory(texts=PLAIN).report_order
    first, second = asked(f"quokkas in a violin, {country.name_en}", [within, elsewhere, apart])
    assert (first.slot, second.slot) == (within, elsewhere)
    assert (second.has, second.missing) == (("quokkas",), [country.name_en, "violin"])
