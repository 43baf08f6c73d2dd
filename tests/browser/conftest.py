"""A real browser on the real catalogue: Debian's Chromium, driven by playwright."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from .installation import Installation
from .pages import DESKTOP, PATIENCE, Visit


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Without a test that says so, pytest-django would leave the database as it is: the real one.
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def chromium():
    """CHROMIUM, or the one in the path; without it the tests are skipped, or fail where all is required."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path and shutil.which(path):
        return path
    reason = f"CHROMIUM should name a Chromium (Debian: apt install chromium); it is “{path or ''}”"
    if os.environ.get("CATALOGUE_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(chromium):
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright keeps an event loop in this thread: the ORM takes its synchronous calls for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        # Chromium refuses a sandbox to root.
        options = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        launched = playwright.chromium.launch(executable_path=chromium, args=options)
        yield launched
        # Those opened beside an event loop are not the ones that are found, and closed, without it.
        connections.close_all()
        launched.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(browser, server, django_db_blocker):
    """visit(width=…, scheme=…, javascript=…, tolerated=…): a new visitor, a Visit.

    At the end of the test no visitor may have met with trouble, or keep a trace of the visit.
    """
    visits = []

    def begin(width=DESKTOP, scheme="light", javascript=True, tolerated=()):
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE)
        visits.append(Visit(server, context, javascript, tolerated))
        return visits[-1]

    with django_db_blocker.unblock():  # for the server's threads
        yield begin
        try:
            for each in visits:
                each.assert_untroubled()
        finally:
            for each in visits:
                each.context.close()


@pytest.fixture
def page(visit):
    """The page of a visitor at a desk, in light colours, with JavaScript."""
    return visit().page


@pytest.fixture(scope="module")
def installation(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), Installation(tmp_path_factory.mktemp("home")) as installed:
        yield installed


@pytest.fixture
def sign_in(browser, installation):
    """sign_in(name, role): the page of somebody who has signed in, at the desk."""
    contexts = []

    def begin(name, role):
        password = installation.account(name, role)
        context = browser.new_context(
            base_url=installation.site, viewport={"width": DESKTOP, "height": 900}, locale="fr"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/")
        page.locator("#id_username").fill(name)
        page.locator("#id_password").fill(password)
        page.locator("[type=submit]").click()
        expect(page.locator("#user-tools")).to_contain_text(name, ignore_case=True)
        return page

    yield begin
    for context in contexts:
        context.close()
