"""The form of an activity and its review in a browser: nothing typed is lost, and a decision has all before it."""

import pytest
from playwright.sync_api import expect

from activities.models import Activity

from .pages import assert_no_axe_violations, assert_no_sideways_scrolling
from .test_story import open_activity

TITLE = "Un titre qui a coûté deux heures"


@pytest.fixture
def ref(browser):
    return Activity.objects.published().in_report_order()[3].ref


def tabs_to(page, name):
    for number in range(40):
        if page.evaluate("document.activeElement.name") == name:
            return number
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached")


def test_the_french_summary_is_near_and_checked_while_one_types(sign_in, ref):
    page = sign_in("dora", "analyst")
    open_activity(page, ref)
    expect(page.locator("[name=texts-0-title]")).to_be_focused()
    assert tabs_to(page, "texts-0-summary") <= 8
    for width in (1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        title, aside = (
            page.locator("[name=texts-0-title]").bounding_box(),
            page.locator("#live").bounding_box(),
        )
        assert aside["x"] > title["x"] + title["width"]
        assert abs(aside["y"] - title["y"]) < 300
        assert_no_sideways_scrolling(page)
    page.locator("[name=texts-0-title]").fill("Un titre avec un point.")
    expect(page.locator("#live")).to_contain_text("Le titre se termine par un point")
    assert_no_axe_violations(page, ".desk-aside")


def test_leaving_asks_and_what_was_typed_comes_back(sign_in, ref):
    page = sign_in("elise", "analyst")
    open_activity(page, ref)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    expect(page.locator("[name=texts-0-title]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(TITLE)
    address = page.url
    page.goto("/admin/")
    assert asked == ["beforeunload"]
    page.goto(address)
    page.locator("#restore-kept button").click()
    expect(page.locator("[name=texts-0-title]")).to_have_value(TITLE)
    page.locator("button[name=_continue], [name=_continue]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert asked == ["beforeunload"]
    expect(page.locator("#restore-kept")).to_have_count(0)


def test_what_was_typed_is_submitted_and_reviewed_on_one_page(sign_in, ref):
    analyst, editor = sign_in("fanny", "analyst"), sign_in("gustave", "editor")
    open_activity(analyst, ref)
    # The first save makes a draft of the published activity, which can then be submitted.
    analyst.locator("[name=texts-0-title]").fill(f"{TITLE} déjà")
    analyst.locator("[name=_continue]").click()
    analyst.locator("[name=texts-0-title]").fill(f"{TITLE} 3 !")
    analyst.locator("#moves button[value=submit]").click()
    expect(analyst.locator(".messagelist .success").first).to_be_visible()

    editor.goto("/admin/")
    editor.locator(".desk section").first.get_by_role("link", name=ref).click()
    expect(editor.locator("ins").first).to_contain_text("3")
    assert_no_axe_violations(editor, ".desk-review")
    editor.locator("details summary").first.click()
    editor.locator("#comment-1").fill("Trois quoi ?")
    editor.locator("#comment-1 ~ p button").click()
    expect(editor.locator(".desk-comment")).to_contain_text("Trois quoi ?")
    editor.locator("#moves button[value=approve]").click()
    expect(editor.locator(".messagelist .warning")).to_be_visible()
    for reason in editor.locator(".desk-faults input[maxlength]").all():
        reason.fill("Le titre officiel")
    editor.locator("#moves button[value=approve]").click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
