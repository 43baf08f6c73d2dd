"""The map and its table say what the lists say."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from activities.models import Activity, Country
from activities.pages import maps
from activities.pages.projection import HEIGHT, WIDTH
from tests.factories import ActivityFactory
from tests.html import Page
from tests.search.searching import results_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]

SEARCHES = [
    "",
    "q=prison",
    "theme=corruption",
    "kind=training&kind=event",
    "country=KGZ",
    "scope=global&year=2020",
]
COUNTS = st.dictionaries(st.integers(), st.integers(1, 10**6), min_size=1, max_size=195)


def svg(text):
    return re.search(r'<figure class="map.*?</svg>', text, re.S)[0]


def named_links(text):
    """The links of keyboard and screen reader, as (address, accessible name)."""
    found = re.findall(r'<a href="([^"]*)"[^>]*><circle[^>]*><text[^>]*>([^<]*)', svg(text))
    return [tuple(map(unescape, pair)) for pair in found]


def table_rows(text):
    table = re.search(r'<div class="map-table.*?</table>', text, re.S)[0]
    rows = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a></th><td>(\d+)</td>', table)
    return [(unescape(url), unescape(name), int(count)) for url, name, count in rows]


def everywhere():
    return maps.markers_of(dict.fromkeys(Country.objects.values_list("iso3", flat=True), 1), str)


def test_every_state_lies_inside_the_drawing():
    markers = everywhere()
    assert len(markers) == 195
    for marker in markers:
        assert marker.radius <= marker.x <= WIDTH - marker.radius, marker.name
        assert marker.radius <= marker.y <= HEIGHT - marker.radius, marker.name


@pytest.mark.parametrize(
    ("west", "east"),
    [("MEX", "BRA"), ("BRA", "SEN"), ("SEN", "KEN"), ("KEN", "IND"), ("IND", "FJI"), ("FJI", "WSM")],
)
def test_states_lie_beside_each_other_as_on_the_earth(west, east):
    places = {marker.iso3: marker.x for marker in everywhere()}
    assert places[west] < places[east]


@given(COUNTS)
def test_areas_are_in_proportion_to_the_counts(counts):
    radii = maps.radii_of(counts)
    assert all(maps.SMALLEST <= radius <= maps.LARGEST + 1e-9 for radius in radii.values())
    areas = [radii[key] ** 2 / counts[key] for key in counts if radii[key] > maps.SMALLEST]
    assert areas == pytest.approx([areas[0]] * len(areas)) if areas else True


def test_what_answers_to_a_pointer_covers_the_circle_and_no_other():
    markers = everywhere()
    for marker in markers:
        assert marker.radius <= marker.reach <= maps.REACH
        for other in markers:
            distance = ((marker.x - other.x) ** 2 + (marker.y - other.y) ** 2) ** 0.5
            if other is not marker and distance > marker.radius + other.radius:
                assert marker.reach + other.reach <= distance + 1e-6, (marker.name, other.name)


def test_a_country_that_stands_alone_can_be_touched_on_a_telephone():
    (marker,) = maps.markers_of({"TUV": 1}, str)
    assert marker.reach * 2 * 328 / WIDTH >= 23.9


@pytest.mark.parametrize("language", ["fr", "en"])
def test_markers_stand_by_name_in_the_language_of_the_reader(language):
    with translation.override(language):
        codes = [marker.iso3 for marker in everywhere()]
        assert codes == list(Country.objects.by_name().values_list("iso3", flat=True))


def test_a_label_is_a_phrase_with_its_plural():
    with translation.override("en"):
        labels = [marker.label for marker in maps.markers_of({"KEN": 3, "CIV": 1, "TUV": 0}, str)]
    assert labels == ["Côte d’Ivoire: 1 activity", "Kenya: 3 activities"]
    with translation.override("fr"):
        assert maps.markers_of({"KEN": 3}, str)[0].label == "Kenya\u00a0: 3 activités"


def test_a_state_without_a_position_is_in_the_table_alone(client):
    ActivityFactory(countries=[Country.objects.get(iso3="TUV")])
    Country.objects.filter(iso3="TUV").update(latitude=None, longitude=None)
    text = client.get("/en/").text
    assert "Tuvalu" not in svg(text)
    assert ("/en/countries/TUV/", "Tuvalu", 1) in table_rows(text)


def test_a_list_leads_to_its_map_and_back(client):
    link = '<a href="/fr/activites/apercu/?q=prison&amp;country=KGZ">'
    assert link in client.get("/fr/activites/?q=prison&country=KGZ&page=1&sort=title").text
    page = client.get("/fr/activites/apercu/?country=KGZ").text
    assert '<a class="all" href="/fr/activites/apercu/">' in page
    assert '<a href="/fr/activites/?q=prison">' in client.get("/fr/activites/apercu/?q=prison").text


def test_the_map_of_nothing_says_so_and_that_of_nonsense_is_refused(client):
    assert (
        "Aucune activité ne correspond à cette recherche."
        in client.get("/fr/activites/apercu/?q=xyzzyx").text
    )
    response = client.get("/fr/activites/apercu/?country=XXX")
    assert response.status_code == 400
    assert "<code>country</code>" in response.text


@pytest.mark.parametrize("search", SEARCHES)
def test_each_circle_counts_what_its_link_leads_to(client, search):
    links = named_links(client.get(f"/en/activities/overview/?{search}").text)
    assert links
    for address, name in links:
        listed = client.get(address).context["page"].paginator.count
        assert name.endswith(f": {listed} activit{'y' if listed == 1 else 'ies'}"), (address, name)


@pytest.mark.parametrize("search", [search for search in SEARCHES if "country" not in search])
def test_the_map_of_a_search_shows_the_whole_search(client, search):
    page = client.get(f"/en/activities/overview/?{search}")
    found = Activity.objects.at(results_of(search).slots)
    expected = {
        country.name_en: found.filter(countries=country).distinct().count()
        for country in Country.objects.filter(activities__in=found)
    }
    assert {name: count for _url, name, count in table_rows(page.text)} == expected


def test_the_countries_that_are_not_selected_are_pale():
    markers = maps.markers_of({"KGZ": 4, "PER": 2}, str, {"KGZ"})
    assert {marker.iso3: marker.pale for marker in markers} == {"KGZ": False, "PER": True}
    assert not any(marker.pale for marker in maps.markers_of({"KGZ": 4, "PER": 2}, str))


def test_a_map_that_compares_says_so(client):
    said = "Hollow circles are countries that are not selected"
    assert said in client.get("/en/activities/overview/?country=KGZ").text
    assert said not in client.get("/en/activities/overview/").text


@pytest.mark.parametrize("address", ["/fr/", "/en/", "/fr/activites/apercu/?theme=crime-prevention"])
def test_the_table_says_what_the_map_says(client, address):
    text = client.get(address).text
    rows = table_rows(text)
    assert len(rows) > 5
    assert [url for url, _label in named_links(text)] == [url for url, _name, _count in rows]
    for (_url, label), (_address, name, count) in zip(named_links(text), rows, strict=True):
        assert label.startswith(name)
        assert re.search(rf"\b{count}\b", label)


def test_the_smallest_circle_lies_on_top_and_is_no_second_stop_of_the_keyboard(client):
    text = svg(client.get("/fr/").text)
    layer = re.search(r'<g aria-hidden="true">.*?</g>', text, re.S)[0]
    radii = [float(radius) for radius in re.findall(r'class="dot" [^>]* r="([\d.]+)"', layer)]
    assert radii == sorted(radii, reverse=True)
    assert layer.count("<a ") == layer.count('tabindex="-1"') == len(radii)


def test_the_map_tells_that_it_takes_no_position_on_frontiers(client):
    assert "aucune prise de position" in Page(client.get("/fr/").text).text
    assert "no opinion on the legal status" in Page(client.get("/en/").text).text


def test_the_drawing_has_the_measures_of_the_projection(client):
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in svg(client.get("/fr/").text)


def test_the_land_is_compact_and_one_path():
    text = (settings.BASE_DIR / "templates/activities/_land.svg").read_text()
    assert len(text) < 40_000
    assert text.count("<path") == 1


@pytest.mark.parametrize(
    "address", ["/fr/", "/fr/activites/apercu/", "/fr/activites/apercu/?country=KGZ&country=PER&q=formation"]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_with_the_map_stays_light(client, address, language):
    with translation.override("fr"):
        address = translate_url(address, language)
    page = client.get(address)
    assert len(page.content) < 150_000
    assert " style=" not in page.text
