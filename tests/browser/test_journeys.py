"""A reader finds Kyrgyzstan's prison work, from the first page to the proof."""

import re

import pytest
from playwright.sync_api import expect

from .pages import focused

FR = ("/fr/", "prison", "Kirghizistan", "Rechercher", "/fr/activites/")
EN = ("/en/", "prison", "Kyrgyzstan", "Search", "/en/activities/")
BOTH = pytest.mark.parametrize(("home", "text", "country", "button", "path"), [FR, EN], ids=["fr", "en"])


def assert_arrived(page, country):
    expect(page.locator(".properties")).to_contain_text(country)
    expect(page.locator("main")).to_contain_text(re.compile(r"Paragraphe? \d+"))


def open_by_keyboard(page, name):
    """Tab on until the link of this name has the focus, then follow it."""
    for _step in range(400):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.innerText || ''"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


@BOTH
@pytest.mark.parametrize("javascript", [True, False])
def test_by_pointer(visit, home, text, country, button, path, javascript):
    page = visit(javascript=javascript).page
    page.goto(home)
    page.locator("#q").fill(text)
    page.get_by_role("button", name=button).click()
    page.wait_for_url(f"**{path}?q={text}")
    more = page.locator("#more-country > summary")
    if more.count():
        more.click()
    page.locator("#choice-country-KGZ").click()
    page.wait_for_url("**&country=KGZ")
    expect(page.locator(".chips")).to_contain_text(country)
    page.locator(".activity h3 a").first.click()
    assert_arrived(page, country)


@BOTH
def test_by_keyboard_alone(page, home, text, country, button, path):
    page.goto(home)
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}?q={text}")
    find = page.locator("#find-country")
    if find.count():
        find.focus()
        page.keyboard.type(country[:6])
    open_by_keyboard(page, country)
    page.wait_for_url("**country=KGZ")
    expect(page.locator(".chips")).to_contain_text(country)
    title = page.locator(".activity h3 a").first.inner_text()
    page.keyboard.press("/")
    open_by_keyboard(page, title)
    assert_arrived(page, country)


@BOTH
def test_by_the_page_of_the_country(page, home, text, country, button, path):
    page.goto(home)
    page.get_by_role("combobox").press_sequentially(country.lower())
    page.get_by_role("option").filter(has_text=country).first.click()
    expect(page.locator("h1")).to_contain_text(country)
    page.locator(".activity h3 a").filter(has_text=re.compile("prison|pénit|détenu", re.I)).first.click()
    assert_arrived(page, country)


def test_the_language_is_changed_midway_without_loss(page):
    page.goto("/fr/")
    page.locator("#q").fill("prison")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/activites/?q=prison")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/activities/?q=prison")
    page.locator("#choice-country-KGZ").evaluate("link => link.click()")
    page.wait_for_url("**/en/activities/?q=prison&country=KGZ")
    expect(page.locator(".chips")).to_contain_text("Kyrgyzstan")
    page.get_by_role("link", name="Français").click()
    page.wait_for_url("**/fr/activites/?q=prison&country=KGZ")
    expect(page.locator(".chips")).to_contain_text("Kirghizistan")
    expect(page.locator("#q")).to_have_value("prison")
