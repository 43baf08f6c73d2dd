"""Each activity says who wrote it, what it rests on and who publishes that."""

import re

import pytest

from activities.models import Unit
from activities.pages import documents
from tests.addresses import ANY, PAGES, english, filled
from tests.factories import ActivityFactory, FigureFactory
from tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return ActivityFactory()


def test_under_the_title_stand_report_paragraph_author_and_day(client, activity):
    page = client.get(f"/en/activities/{activity.ref}/").text
    strip = re.search(r'<p class="strip">(.*?)</p>', page, re.S)[1]
    paragraph = activity.cited_paragraphs[0]
    assert f'href="{paragraph.get_absolute_url()}"'.replace("/fr/rapport/", "/en/report/") in strip
    for words in (
        f"Report of {activity.report.ref}",
        "our summary, not the UN’s words",
        "checked 1 January 2099",
    ):
        assert words in Page(strip).text
    assert '<a href="#cite">' in strip
    assert 'id="cite"' in page


def test_a_paragraph_leads_to_the_documents_that_it_refers_to(client, monkeypatch, activity):
    paragraph = activity.cited_paragraphs[0]
    known = {(paragraph.report.ref, paragraph.number): ("A/99/1", "E/CN.99/2 (II)")}
    monkeypatch.setattr(documents, "table", lambda: known)
    for address, language in (("/fr/activites/{}/", "fr"), ("/en/activities/{}/", "en")):
        page = client.get(address.format(activity.ref)).text
        assert f'<a href="https://undocs.org/{language}/A/99/1" rel="external">A/99/1</a>' in page
        assert f"https://undocs.org/{language}/E/CN.99/2%20%28II%29" in page


def test_the_resolution_is_the_mandate_and_not_the_source(client, activity):
    for address in (f"/en/activities/{activity.ref}/", "/en/report/"):
        page = client.get(address).text
        assert f"https://undocs.org/en/A/RES/{activity.report.resolution}" in page
        assert "Mandate, not the source:" in page


def test_every_page_says_first_that_it_is_independent(client, settings):
    settings.PUBLISHER = "Example <Society>"
    for address in PAGES[::7]:
        page = client.get(filled(address)).text
        assert page.index('class="independent"') < page.index('class="brand"')
        assert "publié par Example &lt;Society&gt;" in page
    settings.PUBLISHER = ""
    assert "published by" not in client.get(english("/fr/")).text


def test_a_change_of_the_publisher_is_another_page(client, settings):
    before = client.get("/fr/methode/")["ETag"]
    settings.PUBLISHER = "Example"
    assert client.get("/fr/methode/")["ETag"] != before


def test_our_sentences_are_marked_as_ours(client):
    page = client.get(filled(f"/en/activities/{ANY}/")).text
    assert page.index("not the wording of the United Nations") < page.index('class="cited"')
    assert "one sentence of our own" in client.get("/en/report/").text


def test_a_figure_of_context_looks_otherwise(client, activity):
    FigureFactory(activity=activity, role="context", value=106, unit=Unit.objects.get(slug="tonnes"))
    page = client.get(activity.get_absolute_url()).text
    assert '<li class="context">' in page
    assert "106\u00a0t" in page.replace("&nbsp;", "\u00a0")
