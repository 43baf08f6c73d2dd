"""A visitor with a browser, and what is asked of every page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE, DESKTOP = 360, 1280
MAGNIFIED = 320  # a window of 1280 pixels at 400 %
PATIENCE = 20_000  # milliseconds: a busy machine is no failure
expect.set_options(timeout=PATIENCE)


class Visit:
    """A visitor's page, and whatever went wrong meanwhile; troubles that contain a tolerated text apart."""

    def __init__(self, server, context, javascript, tolerated=()):
        self.server, self.context = server, context
        self.javascript, self.tolerated = javascript, tolerated
        self.troubles = []
        self.page = context.new_page()
        self.page.on("console", lambda message: self.note(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.note(f"script: {error}"))
        self.page.on("requestfailed", lambda request: self.note(f"{request.failure}: {request.url}"))
        self.page.on("response", self.check)

    def note(self, trouble):
        # A visitor who types or walks on leaves requests behind.
        if not any(text in trouble for text in ("ERR_ABORTED", *self.tolerated)):
            self.troubles.append(trouble)

    def check(self, response):
        if response.status >= 400:
            self.note(f"{response.status}: {response.url}")
        if not response.url.startswith(f"{self.server}/"):
            self.note(f"elsewhere: {response.url}")

    def assert_untroubled(self):
        assert not self.troubles, "\n".join(self.troubles)
        assert self.context.storage_state() == {"cookies": [], "origins": []}
        if self.javascript and self.page.url.startswith("http"):
            assert self.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


# Left to itself, axe looks at the size of no target, and at the contrast of no number of a single digit.
STRICT = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
    "checks": {"color-contrast": {"options": {"ignoreLength": True}}},
}


# A list that waits for its answer is dimmed, and brightens again within a moment.
AT_REST = """() => !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")
    && document.getAnimations().every((animation) => animation.playState !== "running")"""


def assert_no_axe_violations(page, part=None):
    """In the whole page, or in a part of it: the frame of the admin is Django's."""
    page.wait_for_function(AT_REST)
    results = Axe().run(page, part, options=STRICT)
    found = [
        (violation["id"], [node["target"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ]
    assert found == [], f"{page.url}: {found}"


def assert_no_sideways_scrolling(page):
    excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(excess) <= 0, page.url


def choice(page, facet, key):
    """The link of a facet's value, with whatever it is folded into opened and the values left out fetched."""
    if not page.locator(f"#choice-{facet}-{key}").count():
        page.locator(f"#facet-{facet}").evaluate("facet => facet.open = true")
        page.locator(f"#more-{facet} > summary").click()
    link = page.locator(f"#choice-{facet}-{key}")
    unfold = "for (let at = link; at; at = at.parentElement) if (at.localName == 'details') at.open = true"
    link.wait_for(state="attached")
    link.evaluate(f"link => {{ {unfold} }}")
    return link


def focused(page):
    """The id of what has the focus; a tag's name where it has none."""
    return page.evaluate("document.activeElement.id || document.activeElement.localName")
