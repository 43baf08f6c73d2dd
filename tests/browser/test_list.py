"""The list that is swapped in place: focus, address, history, what is announced and what stays open."""

import re

import pytest
from playwright.sync_api import expect

from activities.models import Activity

from .pages import DESKTOP, PHONE, assert_no_axe_violations, assert_no_sideways_scrolling, choice, focused

LIST = "/fr/activites/"


def results(page):
    return page.locator("#results")


def said(page):
    return page.get_by_role("status").last


def announced(page):
    """Returns the counts of the results and of the activities near to them, as they are read out."""
    return ", ".join(page.locator("[data-said]").all_inner_texts())


def count(page):
    return int(re.match(r"\d+", results(page).inner_text())[0])


@pytest.fixture
def unloaded(page):
    """Tells whether the page is still the one that was loaded first."""

    def mark():
        page.evaluate("window.first = true")

    def is_gone():
        return not page.evaluate("window.first === true")

    page.mark, page.is_gone = mark, is_gone
    return page


def test_a_facet_toggled_by_keyboard_keeps_the_focus_and_is_announced(unloaded):
    page = unloaded
    page.goto(LIST)
    page.mark()
    everything = results(page).inner_text()
    choice(page, "country", "KGZ").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/activites/?country=KGZ")
    expect(page.locator("#choice-country-KGZ")).to_have_attribute("aria-current", "true")
    assert focused(page) == "choice-country-KGZ"
    expect(said(page)).to_have_text(results(page).inner_text())
    count = Activity.objects.published().filter(countries__iso3="KGZ").distinct().count()
    expect(page).to_have_title(f"Kirghizistan · {count} activités · Catalogue des activités de l’ONUDC")
    page.keyboard.press("Enter")
    expect(results(page)).to_have_text(everything)
    page.wait_for_url(re.compile(r"/fr/activites/\??$"))
    assert focused(page) == "choice-country-KGZ"
    assert not page.is_gone()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_what_one_has_chosen_stays_in_sight_while_the_list_above_shrinks(visit, width):
    page = visit(width=width).page
    page.goto(LIST)
    choice(page, "theme", "corruption").click()
    expect(page.locator("#choice-theme-corruption")).to_have_attribute("aria-current", "true")
    expect(page.locator("#choice-theme-corruption")).to_be_in_viewport()


def test_back_and_forward_restore_list_text_facets_and_title(unloaded):
    page = unloaded
    page.goto(LIST + "?q=prison")
    page.mark()
    first = results(page).inner_text()
    choice(page, "country", "KGZ").click()
    page.wait_for_url("**/?q=prison&country=KGZ")
    expect(page.locator("#choice-country-KGZ")).to_have_attribute("aria-current", "true")
    second = results(page).inner_text()
    page.locator("#q").fill("sport")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=sport&country=KGZ")
    expect(page).to_have_title(re.compile("^«\xa0sport\xa0» · Kirghizistan"))
    for move, url, text, count_then, is_chosen in (
        (page.go_back, "**/?q=prison&country=KGZ", "prison", second, True),
        (page.go_back, "**/?q=prison", "prison", first, False),
        (page.go_forward, "**/?q=prison&country=KGZ", "prison", second, True),
    ):
        move()
        page.wait_for_url(url)
        expect(results(page)).to_have_text(count_then)
        expect(page.locator("#q")).to_have_value(text)
        expect(page.locator("#choice-country-KGZ[aria-current]")).to_have_count(int(is_chosen))
        expect(page).to_have_title(
            re.compile(
                "^«\xa0prison\xa0» · Kirghizistan" if is_chosen else r"^«\xa0prison\xa0» · \d+ activités"
            )
        )
        expect(said(page)).to_have_text(announced(page))
    assert not page.is_gone()


def test_one_comes_back_from_an_activity_to_the_list_that_one_left(page):
    page.goto(LIST)
    choice(page, "country", "KGZ").click()
    page.wait_for_url("**/?country=KGZ")
    expect(page.locator("#choice-country-KGZ")).to_have_attribute("aria-current", "true")
    text = results(page).inner_text()
    page.locator(".activity h3 a").first.click()
    page.wait_for_url("**/fr/activites/*-*-*/")
    page.go_back()
    expect(results(page)).to_have_text(text)
    expect(page.locator(".masthead")).to_be_visible()
    expect(page.locator("#choice-country-KGZ")).to_have_attribute("aria-current", "true")
    page.go_back()
    page.wait_for_url("**/fr/activites/")
    expect(page.locator("#choice-country-KGZ[aria-current]")).to_have_count(0)


def test_a_chip_that_is_removed_hands_the_focus_on(page):
    page.goto(LIST + "?country=KGZ&kind=training")
    page.locator("#chip-1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?kind=training")
    expect(page.locator(".chips li")).to_have_count(2)
    assert focused(page) == "chip-1"
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_have_count(0)
    assert focused(page) == "results"


def test_removing_the_text_empties_the_box(page):
    page.goto(LIST + "?q=prison")
    page.locator("#chip-1").click()
    expect(page.locator(".chips")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("")


def test_a_page_that_is_turned_begins_at_its_head(page):
    page.goto(LIST)
    first = page.locator(".activity h3").first.inner_text()
    page.get_by_role("link", name="Suivante").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?page=2")
    expect(page.locator(".activity h3").first).not_to_have_text(first)
    assert focused(page) == "results"
    expect(results(page)).to_be_in_viewport()
    expect(said(page)).to_have_text(re.compile(r"^\d+ activités, Page 2 sur \d+$"))


def test_sorting_keeps_the_focus(page):
    page.goto(LIST + "?country=KGZ")
    page.locator("#sort-title").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?country=KGZ&sort=title")
    expect(page.locator("#sort-title")).to_have_attribute("aria-current", "true")
    assert focused(page) == "sort-title"


def test_the_search_form_carries_the_filters_chosen_since(unloaded):
    page = unloaded
    page.goto(LIST)
    page.mark()
    choice(page, "country", "KGZ").click()
    page.wait_for_url("**/?country=KGZ")
    expect(page.locator("#choice-country-KGZ")).to_have_attribute("aria-current", "true")
    page.locator("#q").fill("prison")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=prison&country=KGZ")
    expect(said(page)).to_have_text(announced(page))
    assert focused(page) == "q"
    assert not page.is_gone()


def test_facets_stay_open_or_closed_as_they_were_left(page):
    page.goto(LIST)
    page.locator("#facet-country > summary").click()
    page.locator("#facet-kind > summary").click()
    page.locator("#choice-kind-training").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#choice-kind-training")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_have_count(0)
    assert focused(page) == "choice-kind-training"
    expect(page.locator("#facet-kind")).to_have_attribute("open", "")
    expect(page.locator("#facet-country")).not_to_have_attribute("open", "")


def test_the_language_switch_keeps_filters_that_were_swapped_in(page):
    page.goto("/fr/activites/?q=prison")
    choice(page, "country", "KGZ").click()
    page.wait_for_url("**/?q=prison&country=KGZ")
    expect(page.locator("#choice-country-KGZ")).to_have_attribute("aria-current", "true")
    text = count(page)
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/activities/?q=prison&country=KGZ")
    assert count(page) == text
    expect(page.locator("#q")).to_have_value("prison")
    expect(page.locator(".chips")).to_contain_text("Kyrgyzstan")
    page.go_back()
    page.get_by_role("link", name="English").focus()
    page.locator("#chip-2").click()
    page.wait_for_url("**/fr/activites/?q=prison")
    expect(page.get_by_role("link", name="English")).to_have_attribute("href", re.compile(r"/en/activities/\?q=prison$"))  # fmt: skip


def test_a_choice_that_the_server_refuses_is_explained_in_place(visit):
    page = visit(tolerated=("status of 400", "400: ")).page
    page.goto("/en/activities/")
    page.locator("#choice-country-KGZ").evaluate("link => link.setAttribute('href', '?country=XXX')")
    page.locator("#choice-country-KGZ").evaluate("link => link.click()")
    expect(page.get_by_role("alert")).to_contain_text("XXX")
    expect(page).to_have_title(re.compile("^This list cannot be shown"))
    expect(page.locator("#q")).to_be_visible()
    page.go_back()
    expect(results(page)).to_be_visible()


def test_a_request_that_fails_becomes_a_plain_visit(visit):
    page = visit(tolerated=("ERR_FAILED", "htmx:")).page
    page.goto(LIST)
    page.route("**/fr/activites/?country=KGZ", lambda route: route.abort() if route.request.headers.get("hx-request") else route.continue_())  # fmt: skip
    page.locator("#choice-country-KGZ").evaluate("link => link.click()")
    page.wait_for_url("**/fr/activites/?country=KGZ")
    expect(page.locator(".chips")).to_contain_text("Kirghizistan")


@pytest.mark.parametrize("how", [{"modifiers": ["Shift"]}, {"modifiers": ["Control"]}, {"button": "middle"}])
def test_a_click_that_opens_another_page_is_the_browsers_own(visit, how):
    visitor = visit()
    visitor.page.goto(LIST)
    with visitor.context.expect_page() as opened:
        choice(visitor.page, "theme", "corruption").click(**how)
    expect(opened.value).to_have_url(re.compile(r"\?theme=corruption$"))
    expect(visitor.page).to_have_url(re.compile(r"/fr/activites/$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_list_that_was_swapped_is_accessible_and_fits(visit, scheme, width):
    page = visit(width=width, scheme=scheme).page
    page.goto(LIST)
    choice(page, "theme", "corruption").click()
    expect(page.locator("#choice-theme-corruption")).to_have_attribute("aria-current", "true")
    expect(page.locator("#list")).not_to_have_class(re.compile("htmx"))
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)


def test_a_link_that_leads_elsewhere_is_followed(visit):
    page = visit().page
    page.goto("/en/activities/?q=Zaire")
    page.get_by_role("link", name="Democratic Republic of the Congo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Democratic Republic of the Congo"))
    expect(page.locator("main")).to_have_count(1)


def test_what_is_said_of_no_result_has_the_room_that_filters_leave(page):
    def width(selector: str) -> float:
        return page.locator(selector).bounding_box()["width"]

    page.goto("/en/activities/?q=Zaire")
    assert width(".results") == width(".columns")
    page.goto("/en/activities/?country=TUV&q=prison")
    assert width(".results") < width(".columns")


def test_without_htmx_every_control_is_a_link(visit):
    page = visit(tolerated=("ERR_FAILED",)).page
    page.route("**/htmx*", lambda route: route.abort())
    page.goto(LIST)
    choice(page, "theme", "corruption").click()
    page.wait_for_url("**/fr/activites/?theme=corruption")


def test_without_javascript_every_control_is_a_link(visit):
    page = visit(javascript=False).page
    page.goto(LIST)
    page.locator("#more-theme summary").click()
    page.locator("#more-theme a").click()  # its less frequent values are on a page of their own
    page.wait_for_url("**/fr/activites/facette/theme/*")
    page.locator("#choice-theme-corruption").click()
    page.wait_for_url("**/fr/activites/?theme=corruption")
    assert page.locator("[id^=find-]").count() == 0
    page.locator("#q").fill("prison")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/activites/?q=prison&theme=corruption")
    page.locator("#chip-1").click()
    page.wait_for_url("**/fr/activites/?theme=corruption")
