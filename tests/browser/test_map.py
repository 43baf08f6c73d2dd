"""The map leads by pointer and by keyboard to as many activities as a circle says."""

import re

import pytest
from playwright.sync_api import expect

from .pages import PHONE


def number_of_results(page):
    return int(re.match(r"\d+", page.locator("#results").inner_text())[0])


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_a_circle_leads_to_its_country_and_back(visit, width):
    page = visit(width=width).page
    page.goto("/fr/")
    circle = page.locator(".map a[href$='/pays/COL/'] .reach")
    said = page.locator(".map .named a[href$='/pays/COL/']").text_content()
    circle.click()
    page.wait_for_url("**/fr/pays/COL/")
    number = said.split(":")[1].split()[0]
    assert number in page.locator("main").inner_text()
    page.go_back()
    expect(page.locator("h1")).to_contain_text("ONUDC")


def test_a_circle_under_the_pointer_is_named(page):
    page.goto("/fr/")
    circle = page.locator(".map [aria-hidden] a[href$='/pays/COL/']")
    expect(circle.locator("text")).to_have_css("opacity", "0")
    circle.locator(".reach").hover()
    expect(circle.locator("text")).to_have_css("opacity", "1")


def test_a_small_state_is_as_easy_to_hit_on_a_phone(visit):
    """The table beside circles that are close together has a row for each country."""
    page = visit(width=PHONE).page
    page.goto("/fr/")
    page.locator(".map-data > summary").click()
    rows = page.locator(".map-table tbody a")
    heights = rows.evaluate_all(
        "links => links.map(link => link.closest('tr').getBoundingClientRect().height)"
    )
    assert len(heights) == page.locator(".map .named a").count()
    assert min(heights) >= 24
    rows.filter(has_text="Maldives").click()
    page.wait_for_url("**/pays/MDV/")


def test_the_keyboard_goes_through_the_countries_by_name(page):
    page.goto("/en/")
    page.locator(".map .named a").first.focus()
    said = []
    for _step in range(5):
        said.append(page.evaluate("document.activeElement.textContent"))
        shown = page.locator(".map .named text").evaluate_all(
            "texts => texts.filter(text => getComputedStyle(text).opacity == 1).map(text => text.textContent)"
        )
        assert shown == said[-1:]
        page.keyboard.press("Tab")
    assert said == sorted(said)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/countries/*/")


def test_the_map_of_a_search_is_one_step_from_the_search(page):
    page.goto("/fr/activites/?q=prison")
    found = number_of_results(page)
    page.get_by_role("link", name="Carte et graphiques de ces résultats").click()
    page.wait_for_url("**/fr/activites/apercu/?q=prison")
    expect(page.locator(".lede")).to_have_text(f"{found} activités")
    page.locator(".map a[href$='country=KGZ'] .reach").click()
    page.wait_for_url("**/fr/activites/?q=prison&country=KGZ")
