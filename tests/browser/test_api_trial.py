"""The page to try the API, used with and without JavaScript."""

import json
import re

from playwright.sync_api import expect


def test_a_request_is_composed_sent_and_answered_in_place(visit):
    page = visit().page
    page.goto("/en/api/try/")
    page.get_by_role("link", name="/api/v1/countries/").click()
    page.get_by_label("page_size").fill("2")
    page.get_by_label("fields").select_option(["iso3", "name"])
    page.get_by_role("button", name="Send").click()
    answer = page.locator("#answer")
    expect(answer.get_by_role("status")).to_contain_text("200")
    headers, _, body = answer.locator("code").inner_text().partition("\n\n")
    assert "API-Version: " in headers
    results = json.loads(body)["results"]
    assert [set(record) for record in results] == [{"iso3", "name"}] * 2
    expect(page.locator("main")).to_contain_text(re.compile(r"GET \S+/api/v1/countries/\?\S*page_size=2"))


def test_a_refusal_is_shown_as_it_comes(visit):
    page = visit(tolerated=("status of 404", "404: ")).page
    page.goto("/en/api/try/?endpoint=activities&page=999&send=1")
    expect(page.locator("#answer").get_by_role("status")).to_contain_text("404")
    expect(page.locator("#answer code")).to_contain_text('"status": 404')


def test_without_javascript_a_link_opens_the_answer(visit):
    page = visit(javascript=False).page
    page.goto("/en/api/try/")
    page.get_by_label("page_size").fill("1")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#answer")).to_be_hidden()
    page.get_by_role("link", name="Open the answer").click()
    assert page.url.endswith("/api/v1/activities/?page_size=1")
