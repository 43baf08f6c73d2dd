"""A brief on paper: two A4 pages at most, whatever it is a brief of."""

import re

import pytest
from playwright.sync_api import expect

BRIEFS = [
    "/fr/fiche/",
    "/en/brief/",
    "/fr/fiche/?country=COL",
    "/en/brief/?country=KGZ",
    "/fr/fiche/?country=TUV",
    "/fr/fiche/?theme=corruption",
    "/en/brief/?q=prison",
    "/fr/fiche/?scope=global&kind=publication",
]


@pytest.mark.parametrize("address", BRIEFS)
def test_a_brief_takes_two_pages_at_most(page, address):
    page.goto(address)
    pages = re.findall(rb"/Type /Page\b", page.pdf(format="A4", prefer_css_page_size=True))
    assert 1 <= len(pages) <= 2


def test_a_brief_is_one_click_from_a_list_and_a_country(page):
    page.goto("/fr/activites/?theme=corruption")
    page.get_by_role("link", name="Cette liste en note de deux pages").click()
    page.wait_for_url("**/fr/fiche/?theme=corruption")
    page.goto("/fr/pays/COL/")
    page.get_by_role("link", name="Note de deux pages").click()
    page.wait_for_url("**/fr/fiche/?country=COL")


def test_on_paper_there_is_no_navigation(page):
    page.goto("/fr/fiche/?country=COL")
    expect(page.get_by_role("navigation").first).to_be_visible()
    page.emulate_media(media="print")
    assert page.get_by_role("navigation").count() == 0
