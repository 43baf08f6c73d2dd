"""Suggestions while one types, by keyboard and by pointer."""

import re

import pytest
from playwright.sync_api import expect

from .pages import PHONE, assert_no_axe_violations, assert_no_sideways_scrolling, focused

HOME = {"fr": "/fr/", "en": "/en/"}
KYRGYZSTAN = {"fr": ("kirghiz", "Kirghizistan", "/fr/pays/KGZ/"), "en": ("kyrgyz", "Kyrgyzstan", "/en/countries/KGZ/")}  # fmt: skip


def box(page):
    return page.get_by_role("combobox")


def options(page):
    return page.get_by_role("option")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("start", ["", "activites/"])
def test_a_suggestion_is_reached_by_keyboard_alone(page, language, start):
    text, name, target = KYRGYZSTAN[language]
    page.goto(HOME[language] + (start if language == "fr" else start.replace("activites", "activities")))
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(options(page).first).to_contain_text(name)
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(box(page)).not_to_have_attribute("aria-activedescendant", re.compile(""))
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", options(page).first.get_attribute("id"))
    assert focused(page) == "q"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_suggestion_is_reached_by_pointer(page, language):
    text, name, target = KYRGYZSTAN[language]
    page.goto(HOME[language])
    box(page).click()
    box(page).press_sequentially(text)
    options(page).filter(has_text=name).first.click()
    page.wait_for_url(f"**{target}")


def test_enter_without_a_choice_searches(page):
    page.goto("/fr/")
    box(page).press_sequentially("prison")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/activites/?q=prison")
    expect(page.locator("#results")).to_contain_text("activités")


def test_an_arrow_pressed_at_once_keeps_what_it_chose(page):
    page.goto("/en/")
    box(page).press_sequentially("prison")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(400)  # longer than the pause after which the box asks by itself
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_escape_calls_off_suggestions_that_are_on_their_way(page):
    page.goto("/en/")
    box(page).press_sequentially("prison")
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    expect(options(page)).to_have_count(0)


def test_arrows_go_round_by_way_of_the_text(page):
    page.goto("/en/")
    box(page).press_sequentially("kyrgyzs")
    expect(options(page)).to_have_count(1)
    for key, active in (("ArrowUp", True), ("ArrowUp", False), ("ArrowDown", True), ("ArrowDown", False)):
        page.keyboard.press(key)
        assert options(page).first.get_attribute("aria-selected") == str(active).lower()
        assert bool(box(page).get_attribute("aria-activedescendant")) == active


def test_escape_closes_and_keeps_the_text_and_an_arrow_opens_again(page):
    page.goto("/en/")
    box(page).press_sequentially("kyrgyzs")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("kyrgyzs")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()


def test_tab_leaves_and_closes(page):
    page.goto("/en/")
    box(page).press_sequentially("kyrgyzs")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_the_number_of_suggestions_is_announced(page):
    page.goto("/fr/")
    box(page).press_sequentially("kirghizi")
    expect(page.get_by_role("status").last).to_have_text("1 suggestion")
    box(page).fill("zzzz")
    expect(page.get_by_role("status").last).to_have_text("Aucune suggestion")
    expect(options(page)).to_have_count(0)


def test_an_answer_that_comes_too_late_is_dropped(page):
    page.goto("/en/")
    held = []
    page.route(re.compile(r"\?q=kyrgyzs$"), lambda route: held.append(route))
    box(page).press_sequentially("kyrgyzs")
    with page.expect_response(re.compile(r"\?q=nepal$")):
        page.wait_for_timeout(400)
        assert len(held) == 1
        box(page).fill("nepal")
    expect(options(page).first).to_contain_text("Nepal")
    held[0].abort()
    expect(options(page).first).to_contain_text("Nepal")


def test_without_an_answer_the_form_still_searches(visit):
    page = visit(tolerated=("ERR_FAILED", "500")).page
    page.goto("/en/")
    page.route("**/suggestions/**", lambda route: route.fulfill(status=500))
    with page.expect_response("**/suggestions/**"):
        box(page).press_sequentially("prison")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/activities/?q=prison")


def test_typing_a_slash_in_a_field_types_it(page):
    page.goto("/en/")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("75/196")
    expect(box(page)).to_have_value("75/196")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, PHONE, 1280])
def test_the_open_list_is_accessible_and_fits(visit, scheme, width):
    page = visit(width=width, scheme=scheme).page
    page.goto("/fr/")
    box(page).press_sequentially("co")
    expect(options(page)).to_have_count(8)
    page.keyboard.press("ArrowDown")
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    assert min(option.bounding_box()["height"] for option in options(page).all()) >= 24


@pytest.mark.parametrize(("home", "text", "target"), [("/fr/", "Kirghizistan", "/fr/activites/?q=Kirghizistan"), ("/en/", "Kyrgyzstan", "/en/activities/?q=Kyrgyzstan")])  # fmt: skip
def test_without_javascript_it_is_a_plain_form(visit, home, text, target):
    page = visit(javascript=False).page
    page.goto(home)
    assert page.get_by_role("combobox").count() == 0
    page.get_by_role("searchbox").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    assert page.locator("article").count() >= 1
