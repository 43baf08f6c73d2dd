"""The page of an activity, the report's pages, and the pages of running text."""

import re
from html import unescape

import pytest
from django.conf import settings

from activities.models import Activity, Country, Paragraph, Section, Theme
from activities.search import current_index
from tests.addresses import RICH, filled
from tests.factories import ActivityFactory
from tests.pages.test_views import text_of

pytestmark = pytest.mark.django_db

TEXTS = ["method", "licence", "accessibility", "privacy", "help"]
TEXT_ADDRESSES = {
    "fr": ["methode", "licence", "accessibilite", "confidentialite", "aide"],
    "en": ["method", "licence", "accessibility", "privacy", "help"],
}


def test_an_activity_shows_its_place_in_the_report(client, workshop):
    page = client.get(f"/fr/activites/{workshop.ref}/")
    trail = re.search(r'<ol class="trail".*?</ol>', page.text, re.S)[0]
    assert re.findall(r'href="/fr/rapport/2099/#([^"]+)">([^<]+)<', trail) == [
        ("s-IV", "IV"),
        ("s-IV-C", "IV.C"),
        ("s-IV-C-1", "IV.C.1"),
    ]
    report = client.get("/fr/rapport/2099/").text
    assert all(f'id="{anchor}"' in report for anchor in ("s-IV", "s-IV-C", "s-IV-C-1"))


def test_previous_and_next_follow_the_report_from_end_to_end(client):
    refs = list(Activity.objects.published().in_report_order().values_list("ref", flat=True))
    for place in (0, 1, len(refs) - 1):
        page = client.get(f"/en/activities/{refs[place]}/").text
        found = {
            rel: re.findall(rf'<a rel="{rel}" href="/en/activities/([^/]+)/"', page)
            for rel in ("prev", "next")
        }
        assert found == {
            "prev": refs[place - 1 : place] if place else [],
            "next": refs[place + 1 : place + 2],
        }


def test_related_activities_share_the_paragraph_and_are_published(client, workshop):
    paragraph = workshop.cited_paragraphs[0]
    ActivityFactory.create_batch(2, citation=paragraph)
    draft = ActivityFactory(status="draft", citation=paragraph)
    page = client.get(f"/fr/activites/{workshop.ref}/").text
    related = page.partition("<h2>Activités voisines</h2>")[2].partition("</section>")[0]
    others = Activity.objects.published().filter(citations__paragraph=paragraph).exclude(pk=workshop.pk)
    assert (
        {f"/fr/activites/{other.ref}/" for other in others}
        >= set(re.findall(r'href="([^"]+)"', related))
        != set()
    )
    assert draft.ref not in page


def test_activities_of_the_same_programme_in_the_same_country_are_related_once(client):
    theme, country = Theme.objects.get(slug="sport"), Country.objects.get(iso3="TUV")
    programme = Activity.objects.published().filter(programmes__isnull=False).first().programmes.first()
    relations = {"relations": {"programmes": [programme], "themes": [theme]}, "countries": [country]}
    one, other = (ActivityFactory(texts={"fr": (title, "Résumé")}, **relations) for title in ("Une", "Autre"))
    elsewhere = ActivityFactory(countries=[Country.objects.get(iso3="NRU")], relations=relations["relations"])
    block = client.get(one.get_absolute_url()).text.partition("Du même programme dans le même pays")[2]
    block = block.partition("</section>")[0]
    assert re.findall(r"/fr/activites/([^/]+)/", block) == [other.ref]
    assert elsewhere.ref not in block


def test_every_value_of_an_activity_leads_somewhere(client):
    page = client.get(filled(f"/fr/activites/{RICH}/")).text
    properties = page.partition('<aside class="properties"')[2].partition("</aside>")[0]
    for address in set(re.findall(r'href="(/[^"#]*)', properties)):
        assert client.get(unescape(address), follow=True).status_code == 200, address
    assert "?kind=" in properties
    assert "?scope=" in properties


def test_a_date_leads_to_the_activities_of_its_year(client):
    activity = Activity.objects.published().filter(start__isnull=False).first()
    assert f"?year={activity.start.year}" in client.get(activity.get_absolute_url()).text


@pytest.mark.parametrize(
    ("dates", "french", "english"),
    [
        (("2020-11-03", None, "day"), "3 novembre 2020", "3 November 2020"),
        (("2020-07-01", None, "day"), "1er juillet 2020", "1 July 2020"),
        (("2021-03-07", "2021-03-12", "day"), "7–12 mars 2021", "7–12 March 2021"),
        (("2021-02-28", "2021-03-01", "day"), "28 février – 1er mars 2021", "28 February – 1 March 2021"),
        (("2020-12-30", "2021-01-02", "day"), "30 décembre 2020 – 2 janvier 2021", "30 December 2020 – 2 January 2021"),
        (("2020-07-01", None, "month"), "juillet 2020", "July 2020"),
        (("2020-01-01", "2021-01-01", "year"), "2020–2021", "2020–2021"),
    ],
)  # fmt: skip
def test_dates_are_written_out_with_the_day_before_the_month(client, dates, french, english):
    start, end, precision = dates
    activity = ActivityFactory(start=start, end=end, date_precision=precision)
    assert french in text_of(client.get(f"/fr/activites/{activity.ref}/"))
    assert english in text_of(client.get(f"/en/activities/{activity.ref}/"))


def test_an_error_is_reported_to_the_address_that_is_set_with_the_reference(client, settings, workshop):
    settings.CONTACT_EMAIL = "catalogue@example.org"
    page = client.get(f"/fr/activites/{workshop.ref}/").text
    assert f'href="mailto:catalogue@example.org?subject=%5B{workshop.ref}%5D%20Atelier' in page
    assert f"body=http%3A//testserver/fr/activites/{workshop.ref}/" in page
    assert "catalogue@example.org" in client.get("/en/method/").text


def test_without_an_address_there_is_no_link_that_leads_nowhere(client, settings, workshop):
    settings.CONTACT_EMAIL = ""
    page = client.get(f"/fr/activites/{workshop.ref}/").text
    assert "#errors" not in page
    assert "mailto:" not in page
    assert 'id="errors"' in client.get("/fr/methode/").text
    assert "mailto:" not in client.get("/fr/methode/").text


def test_an_activity_bears_the_day_of_its_last_review(client, workshop):
    assert "Last reviewed 1 January 2099" in text_of(client.get(f"/en/activities/{workshop.ref}/"))


def test_the_copy_button_waits_for_javascript(client, workshop):
    page = client.get(f"/fr/activites/{workshop.ref}/").text
    buttons = re.findall(r"<button[^>]*>", page)
    assert len([button for button in buttons if 'type="button"' in button]) == 3
    assert all("hidden" in button for button in buttons if 'type="button"' in button)


def test_the_contents_of_the_report_count_paragraphs_and_activities(client):
    page = text_of(client.get("/en/report/"))
    count = (
        Activity.objects.published()
        .filter(citations__paragraph__section__code__startswith="IV.C")
        .distinct()
        .count()
    )
    paragraphs = Paragraph.objects.filter(section__code__startswith="IV.C").count()
    title = Section.objects.get(code="IV.C").title_en
    assert f"IV.C · {title} {paragraphs} paragraphs , {count} activities".replace(" ,", ",") in page.replace(
        " ,", ","
    )


def test_what_is_not_catalogued_is_listed_by_reason(client):
    page = client.get("/fr/rapport/").text
    block = page.partition("Ce qui n’est pas catalogué, et pourquoi")[2].partition("</dl>")[0]
    numbers = {int(number) for number in re.findall(r'href="#p(\d+)"', block)}
    wanted = Paragraph.objects.exclude(disposition="catalogued").values_list("number", flat=True)
    assert numbers == set(wanted)


def test_the_grid_counts_every_pair_and_shows_the_empty_ones(client):
    page = client.get("/en/report/grid/").text
    index = current_index()
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    assert len(rows) == len(index.values["country"])
    branches = list(Theme.objects.filter(parent=None).in_tree_order())
    for row in rows:
        iso3 = re.search(r"/countries/([A-Z]{3})/", row)[1]
        counts = [int(n) for n in re.findall(r"<td[^>]*>(?:<a[^>]*>)?(\d+)<", row)]
        named = index.values["country"][iso3]
        assert counts == [
            *(len(named & index.values["theme"][branch.slug]) for branch in branches),
            len(named),
        ]
    assert len(re.findall(r'<td class="none">0</td>', body)) > 100


def test_a_cell_of_the_grid_leads_to_as_many_activities(client):
    page = client.get("/fr/rapport/grille/").text
    for href, count in re.findall(r'<td class="some"><a href="([^"]+)">(\d+)<', page)[::15]:
        assert f"{count} activité" in text_of(client.get(unescape(href)))


@pytest.mark.parametrize("language", TEXT_ADDRESSES)
def test_the_footer_leads_to_every_text_in_the_readers_language(client, language):
    footer = client.get(f"/{language}/").text.partition("<footer")[2]
    for name in TEXT_ADDRESSES[language]:
        assert f'href="/{language}/{name}/"' in footer


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_the_same_parts_in_both_languages(name):
    folder = settings.BASE_DIR / "templates/activities/texts"
    french, english = ((folder / language / f"{name}.html").read_text() for language in ("fr", "en"))
    for part in ("<h2", "<li>", "<dt>", "<p>"):
        assert french.count(part) == english.count(part), part


@pytest.mark.parametrize("name", [*TEXTS, "data"])
def test_french_texts_keep_french_typography(name):
    text = (settings.BASE_DIR / f"templates/activities/texts/fr/{name}.html").read_text()
    text = re.sub(r"<[^>]+>", "", re.sub("{%.*?%}", "x", text))
    assert re.findall(r" [:;!?»]|« |\w'\w", text) == []


@pytest.mark.parametrize("path", ["/fr/aide/", "/en/help/"])
def test_every_example_of_the_help_finds_something(client, path):
    examples = re.findall(r'<dt><a href="([^"]+)"', client.get(path).text)
    assert len(examples) == 9
    for address in examples:
        assert 'class="activities"' in client.get(unescape(address)).text, address


def test_the_accessibility_statement_is_dated_and_names_its_standard(client):
    page = text_of(client.get("/en/accessibility/"))
    assert "WCAG) 2.2, level AA" in page
    assert "28 November 2026" in page
