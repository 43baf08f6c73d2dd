"""A long facet searched in place."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import expect

from activities.language.words import LIGATURES, fold
from activities.models import Country

from .pages import focused


@pytest.fixture
def countries(page):
    page.goto("/fr/activites/")
    return page.locator("#facet-country")


def values(facet):
    return facet.locator(".choices li:visible")


def field(facet):
    return facet.get_by_role("textbox")


def test_a_short_facet_has_no_field_and_a_long_one_a_labelled_one(page, countries):
    expect(field(countries)).to_have_accessible_name("Chercher dans « Pays »")
    expect(page.locator("#facet-scope").get_by_role("textbox")).to_have_count(0)


def test_it_finds_among_all_values_by_folded_text(countries):
    expect(values(countries)).to_have_count(10)
    field(countries).press_sequentially("EGYP")
    expect(values(countries)).to_have_count(1)
    expect(values(countries)).to_contain_text("Égypte")
    expect(countries.get_by_role("status")).to_have_text("1 valeur trouvée")
    field(countries).fill("zzz")
    expect(values(countries)).to_have_count(0)
    expect(countries.get_by_role("status")).to_have_text("0 valeur trouvée")


def test_escape_clears_and_collapses_again(page, countries):
    before = values(countries).all_inner_texts()
    field(countries).press_sequentially("an")
    expect(countries.get_by_role("status")).to_contain_text("valeurs trouvées")
    assert values(countries).all_inner_texts() != before
    page.keyboard.press("Escape")
    expect(field(countries)).to_have_value("")
    expect(countries.get_by_role("status")).to_have_text("")
    expect(values(countries)).to_have_count(len(before))
    assert values(countries).all_inner_texts() == before


def test_a_value_that_was_found_is_chosen_by_keyboard(page, countries):
    field(countries).press_sequentially("kirghi")
    expect(values(countries)).to_have_count(1)
    page.keyboard.press("Tab")
    assert focused(page) == "choice-country-KGZ"
    page.keyboard.press("Enter")
    page.wait_for_url("**/?country=KGZ")
    expect(page.locator("#choice-country-KGZ")).to_have_attribute("aria-current", "true")
    assert focused(page) == "choice-country-KGZ"
    # The swapped facet can be searched as well.
    field(countries).press_sequentially("nep")
    expect(values(countries)).to_have_count(1)


def test_the_browser_folds_as_the_server_does(page):
    page.goto("/fr/activites/")
    texts = [
        *fold_samples(),
        *LIGATURES,
        "ÉTAT",
        "Œuvre d’État",
        "Åland",
        "Straße",
        "ﬁ",
        "e\u0301",
        "Türkiye",
    ]
    folded = page.evaluate(
        "async ([address, texts]) => { const { fold } = await import(address); return texts.map(fold); }",
        [staticfiles_storage.url("js/fold.js"), texts],
    )
    assert folded == [fold(text) for text in texts]


def fold_samples():
    return [name for country in Country.objects.all() for name in country.search_names()]
