"""The States and regions agree with the M49 standard of the United Nations Statistics Division."""

import csv
from collections import defaultdict

import pytest

from activities.models import Country, Region
from activities.models.places import Basis
from tests.material import required

pytestmark = pytest.mark.django_db

LEVELS = ("Region", "Sub-region", "Intermediate Region")
# Where the table departs from the names that the United Nations uses.
OVERRIDES = {
    ("CIV", "en"): ("Ivory Coast", "Côte d’Ivoire"),  # the State asks for its name in French
    ("NLD", "en"): ("Netherlands", "Netherlands (Kingdom of the)"),  # as in the French table
}


@pytest.fixture(params=["fr", "en"])
def language(request):
    return request.param


@pytest.fixture
def table(language):
    """The rows of the table in one language, with typographic apostrophes."""
    path = required("UN_M49_DIR", "the UN M49 tables") / f"UNSD-{language}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: v.replace("'", "’") for k, v in row.items()} for row in csv.DictReader(file)]


def test_193_members_and_2_observers():
    assert Country.objects.filter(status="member").count() == 193
    observers = Country.objects.filter(status="observer").order_by("iso3")
    assert [country.iso3 for country in observers] == ["PSE", "VAT"]


def test_m49_regions_form_a_tree_that_holds_every_state_once():
    regions = Region.objects.filter(basis=Basis.M49).prefetch_related("countries", "children__countries")
    for region in regions:
        countries = [country.iso3 for country in region.countries.all()]
        below = [c.iso3 for child in region.children.all() for c in child.countries.all()]
        assert not below or sorted(below) == sorted(countries), region.slug
    continents = [country.iso3 for r in regions if r.parent is None for country in r.countries.all()]
    assert sorted(continents) == sorted(Country.objects.values_list("iso3", flat=True))


def test_a_region_of_another_basis_says_what_it_rests_on():
    others = Region.objects.exclude(basis=Basis.M49)
    assert len(others) >= 9
    assert all(region.basis_note_fr and region.basis_note_en for region in others)


def test_codes_and_names_of_the_states_are_those_of_the_table(table, language):
    rows = {row["ISO-alpha3 Code"]: row for row in table}
    theirs, ours = {}, {}
    for country in Country.objects.all():
        row = rows[country.iso3]
        name = row["Country or Area"]
        published, used = OVERRIDES.get((country.iso3, language), (name, name))
        assert name == published, "this override is no longer needed"
        theirs[country.iso3] = (row["ISO-alpha2 Code"], row["M49 Code"], used)
        ours[country.iso3] = (country.iso2, country.m49, getattr(country, f"name_{language}"))
    assert ours == theirs


def test_regions_have_the_names_and_members_of_the_table(table, language):
    states = set(Country.objects.values_list("iso3", flat=True))
    names, members, parents = defaultdict(set), defaultdict(set), {}
    for row in table:
        codes = [row[f"{level} Code"] for level in LEVELS if row[f"{level} Code"]]
        for level in LEVELS:
            names[row[f"{level} Code"]].add(row[f"{level} Name"])
        for code, parent in zip(codes, [None, *codes], strict=False):
            parents[code] = parent
            members[code] |= {row["ISO-alpha3 Code"]} & states
    regions = Region.objects.filter(basis=Basis.M49).select_related("parent").prefetch_related("countries")
    assert {region.m49 for region in regions} == parents.keys()
    for region in regions:
        # A name that the table spells in two ways may be either.
        assert getattr(region, f"name_{language}") in names[region.m49], region.slug
        assert {country.iso3 for country in region.countries.all()} == members[region.m49], region.slug
        assert (region.parent.m49 if region.parent else None) == parents[region.m49], region.slug
