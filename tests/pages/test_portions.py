"""A page of a record has a bounded length, however much the record holds, and its further pages have the rest."""

import re

import pytest

from activities.models import Activity, Country, Theme
from activities.search import publish_changes
from tests.factories import ActivityFactory, FigureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]


def refs(page):
    return re.findall(r'<h3><a href="/fr/activites/([^"/]+)/"', page.text)


def test_the_pages_of_a_country_have_each_of_its_activities_once(client, monkeypatch):
    monkeypatch.setattr("activities.pages.national.NAMED", 2)
    country = Country.objects.get(iso3="TUV")
    made = ActivityFactory.create_batch(5, countries=[country])
    address = country.get_absolute_url()
    pages = [client.get(f"{address}?page={number}") for number in (1, 2, 3)]
    found = [ref for page in pages for ref in refs(page)]
    assert sorted(found) == sorted(activity.ref for activity in made)
    assert [len(refs(page)) for page in pages] == [2, 2, 1]
    assert "Page 2 " in pages[1].text
    assert all(page.text.count("5 activités") for page in pages)


def test_the_pages_of_a_record_have_each_of_its_figures_once(client, monkeypatch):
    monkeypatch.setattr("activities.pages.portions.FIGURES", 2)
    monkeypatch.setattr("activities.pages.profiles.FIGURES", 2)
    theme = Theme.objects.get(slug="sport")
    activity = ActivityFactory(relations={"themes": [theme]})
    for value in (71_001, 71_002, 71_003):
        FigureFactory(
            activity=activity, paragraph=activity.cited_paragraphs[0], value=value, position=value % 10
        )
    publish_changes(Activity.objects.filter(pk=activity.pk))
    found, number = [], 1
    while (page := client.get(f"{theme.get_absolute_url()}?page={number}")).status_code == 200:
        found += re.findall(
            r">71[\s\u202f\u00a0](00\d)", page.text.partition('<ul class="figures">')[2].partition("</ul>")[0]
        )
        number += 1
    assert len(found) == len(set(found)) == 3
    assert page.status_code == 400


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "9" * 400])
@pytest.mark.parametrize("address", ["/fr/pays/KGZ/", "/fr/themes/sport/"])
def test_a_page_that_there_is_not_is_refused(client, address, number):
    assert client.get(f"{address}?page={number}").status_code == 400


def test_a_paragraph_shows_the_first_of_its_activities_and_leads_to_the_others(client, monkeypatch):
    monkeypatch.setattr("activities.pages.coverage.TITLES", 1)
    paragraph = ActivityFactory().cited_paragraphs[0]
    ActivityFactory.create_batch(2, citation=paragraph)
    report = client.get(paragraph.report.get_absolute_url()).text
    block = report.partition(f'id="p{paragraph.number}"')[2].partition("</section>")[0]
    assert block.count("<li>") == 1
    left = re.search(r'href="([^"]+)">2 autres', block)
    assert left, block
