"""The pages of countries, regions, themes, programmes, partners and instruments."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from activities.models import (
    Activity,
    Country,
    Figure,
    Instrument,
    Partner,
    Programme,
    Region,
    Theme,
)
from activities.pages.cooccurrence import neighbours
from activities.pages.views.collections import COLLECTIONS
from activities.search import current_index
from tests.factories import ActivityFactory
from tests.pages.test_views import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]

MODELS = {facet: collection.model for facet, collection in COLLECTIONS.items()}


def number_of(response):
    return int(re.search(r"(\d+) activit", text_of(response))[1])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_state_has_a_page_of_bounded_size(client, language):
    with translation.override(language):
        for country in Country.objects.all():
            response = client.get(country.get_absolute_url())
            assert response.status_code == 200, country
            assert len(response.content) < 100_000, country
            assert country.name in unescape(response.text)


@pytest.mark.parametrize("facet", MODELS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_record_has_a_page_of_bounded_size_that_tells_its_count(client, facet, language):
    bitmaps = current_index().values[facet]
    with translation.override(language):
        for record in MODELS[facet].objects.all():
            response = client.get(record.get_absolute_url())
            assert response.status_code == 200, record
            assert len(response.content) < 100_000, record
            count = len(bitmaps.get(record.slug, ()))
            counts = [int(number) for number in re.findall(r"<h2>(\d+) activit", response.text)]
            assert count in counts or count == sum(counts), record  # of a partner, by its part


@pytest.mark.parametrize("facet", MODELS)
def test_the_list_of_a_table_leads_to_every_record_with_its_count(client, facet):
    page = client.get(reverse(f"{facet}_list")).text
    found = dict(
        re.findall(r'href="[^"]+/([a-z0-9-]+)/">[^<]+</a>(?:&nbsp;| )<span class="count[^"]*">(\d+)', page)
    )
    bitmaps = current_index().values[facet]
    for record in MODELS[facet].objects.all():
        assert int(found[record.slug]) == len(bitmaps.get(record.slug, ())), record


@pytest.mark.parametrize(
    "address", ["/fr/pays/COL/", "/en/programmes/star/", "/fr/themes/corruption/", "/en/regions/africa/", "/fr/instruments/uncac/"]
)  # fmt: skip
def test_what_occurs_with_a_record_leads_to_as_many_activities(client, address):
    beside = client.get(address).text.partition('<aside class="beside"')[2]
    links = re.findall(r'href="([^"]+\?[^"]+)">[^<]+</a>&nbsp;<span class="count">(\d+)<', beside)
    assert links
    for href, count in links[::5]:
        assert number_of(client.get(unescape(href))) == int(count), href


def test_neighbours_of_the_same_facet_leave_out_its_own_line():
    index = current_index()
    below = set(index.names["theme"]) & {
        theme.slug for theme in Theme.objects.filter(parent__slug="corruption")
    }
    urls = {row.url for row in neighbours(index, "theme", "corruption", "theme")}
    assert urls
    for slug in ("corruption", *below):
        assert reverse("theme", args=[slug]) not in urls


def test_a_neighbour_counts_the_activities_that_carry_both():
    partners = list(Partner.objects.filter(slug__in=["wco", "undp"]))
    ActivityFactory(relations={"partners": partners})
    both = Activity.objects.published().filter(partners=partners[0]).filter(partners=partners[1]).count()
    rows = {
        row.label: row.count for row in neighbours(current_index(), "partner", partners[0].slug, "partner")
    }
    assert rows[partners[1].name_fr] == both >= 1


def test_a_long_record_shows_its_first_activities_and_says_how_many_are_left(client):
    count = len(current_index().values["theme"]["cross-cutting"])
    page = client.get("/en/themes/cross-cutting/")
    assert page.text.count('<article class="activity"') == 20
    assert f"{count - 20} more in the list with all filters" in text_of(page)


def test_a_region_shows_its_basis_its_place_and_its_countries(client):
    page = client.get("/fr/regions/central-asia/")
    assert "Norme M49 des Nations Unies (143)" in text_of(page)
    assert 'href="/fr/regions/asia/"' in page.text
    assert set(re.findall(r"/fr/pays/([A-Z]{3})/", page.text)) >= {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    sahel = Region.objects.get(slug="sahel")
    assert sahel.basis_note_fr in unescape(client.get("/fr/regions/sahel/").text)


def test_an_instrument_shows_kind_acronym_and_the_names_it_is_found_by(client):
    instrument = Instrument.objects.get(slug="uncac")
    page = text_of(client.get("/en/instruments/uncac/"))
    assert instrument.acronym_en in page
    assert "Convention" in page
    for alias in Instrument.objects.get(slug="2030-agenda").aliases_fr:
        assert alias in text_of(client.get("/fr/instruments/2030-agenda/"))


def in_zorglubie(**fields):
    """An activity in a place of Tuvalu."""
    tuvalu = Country.objects.get(iso3="TUV")
    activity = ActivityFactory(countries=[tuvalu], **fields)
    zorglubie = tuvalu.localities.create(slug="zorglubie", name_fr="Zorglubie", name_en="Zorglubia")
    activity.country_roles.get().localities.set([zorglubie])


def test_a_country_page_tells_its_places_programmes_and_partners(client):
    programme, partner = Programme.objects.first(), Partner.objects.first()
    in_zorglubie(relations={"programmes": [programme], "partners": [partner]})
    response = client.get("/fr/pays/TUV/")
    assert "Lieux nommés" in text_of(response)
    assert "Zorglubie" in text_of(response)
    assert f"?country=TUV&amp;programme={programme.slug}" in response.text
    assert f"?country=TUV&amp;partner={partner.slug}" in response.text


def test_places_of_a_draft_are_not_shown(client):
    in_zorglubie(status="draft")
    assert "Zorglubie" not in client.get("/fr/pays/TUV/").text


def test_figures_of_a_record_name_their_activity(client):
    figure = Figure.objects.published().filter(activity__programmes__isnull=False).first()
    programme = figure.activity.programmes.first()
    page = client.get(programme.get_absolute_url()).text
    assert figure.label in unescape(page)
    assert f'href="/fr/activites/{figure.activity.ref}/">{figure.activity.ref}</a>' in page


def test_a_country_that_is_not_named_shows_what_covers_it_with_region_and_basis(client):
    page = text_of(client.get("/en/countries/NRU/"))
    assert "names no activity in this country" in page
    assert "0 activities name this country" in page
    assert "global activities" in page
    togo = client.get("/en/countries/TGO/")
    assert 'href="/en/regions/western-africa/"' in togo.text
    assert "United Nations M49 standard (011)" in text_of(togo)
