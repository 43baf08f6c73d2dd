"""A permanent link is one press away from the clipboard."""

from playwright.sync_api import expect

from tests.addresses import ANY, filled

ACTIVITY = f"/en/activities/{ANY}/"


def test_the_permanent_link_is_copied_and_said(visit):
    visited = visit()
    visited.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visited.page
    page.goto(filled(ACTIVITY))
    button = page.locator(".properties [data-copy] button")
    button.focus()
    page.keyboard.press("Enter")
    expect(button.locator("xpath=..").get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(filled(f"/id/{ANY}"))


def test_without_javascript_there_is_no_button_that_does_nothing(visit):
    page = visit(javascript=False).page
    page.goto(filled(ACTIVITY))
    assert page.locator("[data-copy] button").count() >= 1
    expect(page.locator("[data-copy] button:visible")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(filled(f"/id/{ANY}"))
