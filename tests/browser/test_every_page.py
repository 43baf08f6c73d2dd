"""Every kind of page is accessible in both languages, both colour schemes and at both widths."""

import pytest

from tests.addresses import ERRORS, PAGES, english, filled

from .pages import DESKTOP, MAGNIFIED, PHONE, assert_no_axe_violations, assert_no_sideways_scrolling


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fr", "light", PHONE), ("fr", "dark", DESKTOP), ("en", "dark", PHONE), ("en", "light", DESKTOP)],
)
def test_a_page_is_accessible_and_fits(visit, address, language, scheme, width):
    page, address = visit(width=width, scheme=scheme).page, filled(address)
    assert page.goto(address if language == "fr" else english(address)).status == 200
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_when_it_is_magnified_four_times(visit, address):
    page = visit(width=MAGNIFIED).page
    page.goto(english(filled(address)))
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ERRORS)
def test_an_error_is_accessible_too(visit, address, scheme):
    status = ERRORS[address]
    page = visit(width=PHONE, scheme=scheme, tolerated=(f"status of {status}", f"{status}: ")).page
    assert page.goto(address).status == status
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_without_javascript(visit, address):
    page = visit(javascript=False).page
    page.goto(english(filled(address)))
    assert page.locator("h1").count() == 1
