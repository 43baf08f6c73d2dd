"""The layers of a list page: what is named, what was corrected, what is near."""

import re

import pytest
from lxml import html

from activities.models import Activity, Country
from activities.search import current_index
from tests.factories import ActivityFactory
from tests.search.searching import an_activity

pytestmark = pytest.mark.django_db


def page(client, query, language="en"):
    path = {"en": "/en/activities/", "fr": "/fr/activites/"}[language]
    return html.fromstring(client.get(path, query).content)


def select(tree, selector):
    """Returns the elements of a selector of tags, classes and ids, each within the one before."""
    steps = re.findall(r"(\w*)(?:([.#])([\w-]+))?(?:\s+|$)", selector)
    return tree.xpath("." + "".join(_step(*step) for step in steps if any(step)))


def _step(tag, sign, name):
    wanted = {".": f"[contains(concat(' ', @class, ' '), ' {name} ')]", "#": f"[@id='{name}']", "": ""}
    return f"//{tag or '*'}{wanted[sign]}"


def parts(tree, selector):
    return [" ".join(found.text_content().split()) for found in select(tree, selector)]


def test_the_nearest_stand_apart_with_what_they_have_and_lack(client):
    an_activity("Quokkas", english=("Quokkas", "Summary"))
    tree = page(client, {"q": "quokkas xylophones"})
    assert parts(tree, "#results") == ["0 activities"]
    section = select(tree, "section.nearest")[0]
    shown = select(section, "li article")
    assert parts(section, "#nearest") == [f"{len(shown)} nearest activit{'y' if len(shown) == 1 else 'ies'}"]
    assert select(section, "#nearest")[0].get("data-said") is not None
    assert parts(section, ".nearness")[0] == "Contains: quokkas · Missing: xylophones"
    assert not set(select(tree, ".activities")) - set(select(tree, ".nearest .activities"))


def test_each_near_activity_says_why_in_french_too(client):
    an_activity("Quokkas")
    tree = page(client, {"q": "quokkas xylophones"}, "fr")
    assert parts(tree, ".nearness")[0] == "Contient : quokkas · Manque : xylophones"


def test_a_full_list_has_no_near_ones(client):
    assert not select(page(client, {"q": "formation"}), "section.nearest")
    assert not select(page(client, {"country": "KGZ"}), "section.nearest")


def test_files_and_counts_are_of_the_results_alone(client):
    an_activity("Quokkas et zeppelins")
    an_activity("Quokkas seuls")
    query = {"q": "quokkas zeppelins"}
    assert select(page(client, query), "section.nearest")
    assert client.get("/en/activities.csv", query)["X-Total-Count"] == "1"
    assert client.get("/api/v1/facets/", query).json()["count"] == 1


def test_a_correction_is_shown_with_the_way_back(client):
    ref = an_activity("Étançonnage")
    tree = page(client, {"q": "étançonage", "kind": "training"}, "fr")
    (said,) = parts(tree, ".corrected")
    assert "étançonage" in said
    (link,) = select(tree, ".corrected a")
    assert link.get("href").endswith("kind=training&verbatim=1")
    assert select(tree, "#q")[0].get("value") == "étançonage"
    typed = page(client, {"q": "étançonage", "verbatim": "1"}, "fr")
    assert not select(typed, ".corrected")
    assert parts(typed, "#results") == ["0 activité"]
    assert ref in client.get("/fr/activites.csv", {"q": "étançonage"}).getvalue().decode()
    assert (
        ref not in client.get("/fr/activites.csv", {"q": "étançonage", "verbatim": "1"}).getvalue().decode()
    )


def test_another_text_is_not_taken_as_typed(client):
    tree = page(client, {"q": "étançonage", "verbatim": "1"})
    assert not tree.xpath("//input[@name='verbatim']")


def test_without_the_text_nothing_is_taken_as_typed(client):
    tree = page(client, {"q": "zorglub", "kind": "training", "verbatim": "1"})
    assert "?kind=training" in [link.get("href") for link in select(tree, ".chips a")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_country_leads_with_its_page(client, language):
    country = Country.objects.get(iso3="KGZ")
    (link,) = select(page(client, {"q": country.name_en}, language), ".bets a")
    assert link.get("href").endswith("/KGZ/")
    assert link.text_content() == getattr(country, f"name_{language}")


@pytest.fixture
def unnamed():
    named = current_index().values["country"]
    return Country.objects.exclude(iso3__in=named).filter(regions__isnull=False).order_by("iso3").first()


@pytest.mark.parametrize("parameter", ["q", "country"])
def test_a_country_that_nothing_names_is_said_to_be_so_and_leads_to_its_page(client, unnamed, parameter):
    tree = page(client, {parameter: unnamed.name_en if parameter == "q" else unnamed.iso3})
    (said,) = select(tree, ".unnamed")
    assert f"No activity in the catalogue names this country: {unnamed.name_en}." in said.text_content()
    assert select(said, "a")[0].get("href") == f"/en/countries/{unnamed.iso3}/"
    published = Activity.objects.published()
    counts = [published.covering(unnamed).count(), published.worldwide(unnamed).count()]
    assert [int(number) for number in re.findall(r"\d+", select(said, ".aside")[0].text_content())] == counts
    assert not select(tree, ".bets")
    assert not select(tree, "section.nearest")


def test_a_country_that_something_names_is_not(client, unnamed):
    ActivityFactory(countries=[unnamed])
    assert not select(page(client, {"country": unnamed.iso3}), ".unnamed")


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("السجون أثناء الجائحة", "ar", "rtl"),
        ("监狱里的新冠疫情", "zh", "ltr"),
        ("тюрьмы во время пандемии", "ru", "ltr"),
        ("cárceles durante la pandemia", "es", "ltr"),
    ],
)
def test_a_question_in_another_language_is_answered_and_told_so_in_it(client, text, language, direction):
    tree = page(client, {"q": text})
    (said,) = select(tree, ".answered-in")
    assert (said.get("lang"), said.get("dir")) == (language, direction)
    assert select(tree, "section.nearest li")


def test_what_is_found_in_any_language_is_escaped(client):
    response = client.get("/en/activities/", {"q": '<b>quokka</b> "><script>alert(1)</script> prison'})
    assert "<script>alert" not in response.text
    assert "&lt;b&gt;" in response.text
