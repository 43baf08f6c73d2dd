"""A region has the activities that name it, a region inside it, or a country in it."""

import pytest
from django.http import QueryDict

from activities.models import Activity, Country, Region
from activities.search import FacetCounts, current_index, publish_changes
from tests.factories import ActivityFactory
from tests.search.searching import refs_of, results_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]


def region(slug, *codes):
    """Returns a new region that covers these countries."""
    made = Region.objects.create(
        slug=slug, name_fr=slug, name_en=slug, basis="report", basis_note_fr="Base", basis_note_en="Basis"
    )
    made.countries.set(Country.objects.filter(iso3__in=codes))
    publish_changes(Activity.objects.none(), reference=True)
    return made


def naming(*regions, countries=()):
    """Returns the ref of a new activity that names these regions and countries."""
    places = list(Country.objects.filter(iso3__in=countries))
    return ActivityFactory(countries=places, relations={"regions": regions}).ref


def found(*slugs):
    return set(refs_of(results_of("&".join(f"region={slug}" for slug in slugs))))


@pytest.fixture
def archipelago():
    return region("zz-archipelago", "NRU", "PLW", "TUV", "VUT")


def test_a_region_finds_what_names_it_a_region_inside_it_or_a_country_in_it(archipelago):
    inside, partly = region("zz-atolls", "NRU", "TUV"), region("zz-sea", "TUV", "FJI")
    refs = {naming(archipelago), naming(inside), naming(countries=["PLW"])}
    naming(partly)
    naming(countries=["FJI"])
    assert found(archipelago.slug) == refs


def test_a_region_without_countries_is_inside_none(archipelago):
    ref = naming(region("zz-nowhere"))
    assert found("zz-nowhere") == {ref}
    assert ref not in found(archipelago.slug)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("sahel", {"africa"}),
        ("middle-east-and-north-africa", set()),  # in two continents, hence in neither
        ("south-america", {"americas"}),
    ],
)
def test_the_lists_of_countries_decide_what_lies_inside(inner, outer):
    ref = naming(Region.objects.get(slug=inner))
    assert {slug for slug in ("africa", "americas", "asia", "europe") if ref in found(slug)} == outer


def test_an_activity_counts_once_whatever_it_names(archipelago):
    ref = naming(archipelago, region("zz-atolls", "NRU", "TUV"), countries=["NRU", "TUV"])
    counts = FacetCounts(results_of("q=" + ref), QueryDict())
    facet = next(facet for facet in counts.facets() if facet.name == "region")
    assert {choice.value: choice.count for choice in facet.choices}[archipelago.slug] == 1


def test_an_activity_shows_the_regions_that_it_names_itself(archipelago):
    named = region("zz-atolls", "NRU", "TUV")
    slots = [Activity.objects.get(ref=naming(named, countries=["PLW"])).report_order]
    (activity,) = results_of("").activities(slots)
    assert [row.slug for row in activity.named_regions] == [named.slug]


def test_a_region_follows_its_activities(archipelago):
    activity = Activity.objects.get(ref=naming(countries=["TUV"]))
    assert found(archipelago.slug) == {activity.ref}
    activity.country_roles.all().delete()
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert found(archipelago.slug) == set()


def test_a_region_follows_its_list_of_countries_though_no_activity_changed(archipelago):
    inside = region("zz-atolls", "NRU", "TUV")
    of_region, of_country = naming(inside), naming(countries=["TUV"])
    assert found(archipelago.slug) == {of_region, of_country}
    archipelago.countries.remove(Country.objects.get(iso3="TUV"))
    publish_changes(Activity.objects.none(), reference=True)
    assert found(archipelago.slug) == set()


def test_an_edit_leaves_the_other_regions_as_they_were(archipelago):
    index = current_index()
    naming(archipelago)
    newer = current_index()
    assert newer.values["region"]["sahel"] is index.values["region"]["sahel"]
    assert newer.extents is index.extents
