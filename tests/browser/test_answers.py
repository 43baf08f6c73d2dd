"""The layers of a list in a browser: each seen, counted and announced, in both languages, without JavaScript too."""

import re

import pytest
from playwright.sync_api import expect

from .pages import DESKTOP, PHONE, assert_no_axe_violations, assert_no_sideways_scrolling

LIST = {"en": "/en/activities/", "fr": "/fr/activites/"}
NEAR = {"en": re.compile(r"^\d+ nearest activities$"), "fr": re.compile(r"^\d+ activités les plus proches$")}
NOTHING = {"en": "0 activities", "fr": "0 activité"}


def said(page):
    return page.get_by_role("status").last


def search(page, text):
    page.locator("#q").fill(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("javascript", [True, False])
def test_the_nearest_are_seen_in_a_list_of_their_own(visit, language, javascript):
    page = visit(javascript=javascript).page
    page.goto(LIST[language] + "?q=prison%20reform")
    expect(page.locator("#results")).to_have_text(NOTHING[language])
    near = page.get_by_role("region", name=NEAR[language])
    expect(near.get_by_role("heading", level=2)).to_have_text(NEAR[language])
    assert near.get_by_role("article").count() == near.locator(".nearness").count() > 1
    assert page.get_by_role("article").count() == near.get_by_role("article").count()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_counts_are_announced_and_history_restores_them(page, language):
    page.goto(LIST[language])
    search(page, "prison reform")
    page.wait_for_url("**/?q=prison%20reform")
    expect(said(page)).to_have_text(re.compile(rf"^{NOTHING[language]}, \d+ "))
    expect(page.locator("#nearest")).to_have_text(NEAR[language])
    search(page, "prison")
    page.wait_for_url("**/?q=prison")
    expect(page.locator("#nearest")).to_have_count(0)
    page.go_back()
    expect(page.locator("#nearest")).to_have_text(NEAR[language])
    expect(page.locator("#q")).to_have_value("prison reform")
    page.go_forward()
    expect(page.locator("#nearest")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_correction_is_seen_and_taken_back(visit, javascript):
    page = visit(javascript=javascript).page
    page.goto(LIST["en"] + "?q=priosn")
    expect(page.locator(".corrected strong")).to_have_text("“prison”")
    expect(page.locator("#q")).to_have_value("priosn")
    page.locator(".corrected a").click()
    page.wait_for_url("**/?q=priosn&verbatim=1")
    expect(page.locator("#results")).to_have_text(NOTHING["en"])
    expect(page.locator(".corrected")).to_have_count(0)
    search(page, "priosns")
    page.wait_for_url("**/?q=priosns")
    page.go_back()
    expect(page.locator("#results")).to_have_text(NOTHING["en"])
    page.go_back()
    expect(page.locator(".corrected strong")).to_have_text("“prison”")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_country_leads_to_its_page(visit, javascript):
    page = visit(javascript=javascript).page
    page.goto(LIST["en"] + "?q=kyrgyzstan")
    page.get_by_role("navigation", name="Pages on what you typed").get_by_role("link").click()
    page.wait_for_url("**/en/countries/KGZ/")


def test_a_country_that_nothing_names_leads_to_what_concerns_it(page):
    page.goto(LIST["fr"] + "?q=guerre+en+Ukraine")
    expect(page.locator(".unnamed")).to_contain_text(
        "Aucune activité du catalogue ne nomme ce pays : Ukraine."
    )
    expect(page.get_by_role("article")).to_have_count(0)
    page.locator(".unnamed a").click()
    page.wait_for_url("**/fr/pays/UKR/")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "text",
    ["prison reform", "priosn", "women in prison in Central Asia", "war in Ukraine", "السجون أثناء الجائحة"],
)
def test_every_layer_is_accessible_and_fits(visit, width, scheme, text):
    page = visit(width=width, scheme=scheme).page
    page.goto(LIST["en"])
    search(page, text)
    expect(page.locator(".corrected, .bets, .nearest, .unnamed").first).to_be_visible()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
