"""By keyboard nothing is far: filters, results and the next section are at most 25 presses of Tab away."""

import pytest
from playwright.sync_api import expect

from .pages import PHONE, choice, focused

FAR = 25
# The shortest way from each stop to the next, by Tab alone or by a link that skips, which counts as a press.
PRESSES = """() => {
    const shown = (each) => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0;
    const all = [...document.querySelectorAll("a[href], button, input, summary, select, [tabindex='0']")].filter(shown);
    const after = (target) => all.findIndex((each) => target.compareDocumentPosition(each) & 4);
    const stops = [...document.querySelectorAll("h2, .activity h3, #after-charts, #after-map, #pages, #filters")];
    const places = [...new Set(stops.filter((each) => each.checkVisibility()).map(after))].filter((place) => place > 0);
    let cost = all.map(() => Infinity);
    return places.map((to, number) => {
        const from = number ? places[number - 1] : -1;
        cost = all.map((_, place) => place - from);
        for (let place = Math.max(from, 0); place < to; place++) {
            if (!all[place].matches(".skip, .skip-on")) continue;
            const landing = after(document.querySelector(all[place].hash));
            for (let each = landing; each <= to && landing > place; each++) {
                cost[each] = Math.min(cost[each], cost[place] + 1 + each - landing + 1);
            }
        }
        return [all[to].textContent.trim().slice(0, 30), cost[to]];
    });
}"""


@pytest.mark.parametrize("address", ["/fr/", "/fr/activites/", "/en/activities/?q=prison"])
def test_no_stop_is_far_from_the_one_before(page, address):
    page.goto(address)
    presses = page.evaluate(PRESSES)
    assert len(presses) > 4
    assert [(name, number) for name, number in presses if number > FAR] == []


def test_the_first_result_is_near_the_top_of_the_page(page):
    page.goto("/fr/activites/")
    presses = 0
    while not page.evaluate("document.activeElement.matches('.activity h3 a')"):
        presses += 1
        if page.evaluate("document.activeElement.matches('.filters .skip-on')"):
            page.keyboard.press("Enter")
            expect(page.locator("#results")).to_be_focused()
        page.keyboard.press("Tab")
        assert presses <= FAR


def test_filters_come_before_the_results_that_they_stand_beside(page):
    page.goto("/fr/activites/")
    order = (
        "document.querySelector('#filters').compareDocumentPosition(document.querySelector('#results')) & 4"
    )
    assert page.evaluate(order)


def test_on_a_phone_filters_are_a_sheet_that_counts_and_closes(visit):
    page = visit(width=PHONE).page
    page.goto("/fr/activites/")
    sheet, opener = page.locator("#filters"), page.locator(".to-filters")
    expect(sheet).to_be_hidden()
    opener.click()
    expect(sheet).to_be_visible()
    choice(page, "theme", "corruption").click()
    expect(page.locator("#choice-theme-corruption")).to_have_attribute("aria-current", "true")
    expect(page.locator("#filters")).to_be_visible()
    shown = page.locator(".sheet-foot button")
    expect(shown).to_be_in_viewport()
    assert page.locator("#results").inner_text().split()[0] in shown.inner_text()
    shown.click()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".list-bar")).to_be_in_viewport()
    page.locator(".list-bar a").click()
    assert focused(page) == "main"


def test_on_a_phone_what_fingers_reach_for_is_large(visit):
    page = visit(width=PHONE).page
    page.goto("/fr/activites/?theme=corruption")
    page.locator(".to-filters").click()
    for selector in (".to-filters", ".sheet-foot button", "#filters .choices a", "#filters .facet > summary"):
        heights = page.locator(f"{selector}:visible").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect().height)"
        )
        assert heights, selector
        assert min(heights) >= 43.9, selector
