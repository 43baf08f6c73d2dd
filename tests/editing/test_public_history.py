"""The public history shows readers each change in words, and omits what is internal."""

import re

import pytest
from django.utils import translation

from activities.editing import (
    Difference,
    Names,
    differences,
    make_transition,
    public_changes,
    take_snapshot,
    with_differences,
)
from activities.editing.versions import read_snapshot
from activities.models import Activity, Country, Theme
from activities.search import publish_changes
from tests import people
from tests.factories import ActivityFactory, ParagraphFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

PAGE = "/fr/changements/"


@pytest.fixture
def activity(workshop):
    return workshop


def changed(activity, **columns):
    """Published with other values of its columns."""
    Activity.objects.filter(pk=activity.pk).update(**columns)
    take_snapshot(Activity.objects.get(pk=activity.pk), by=people.analyst())
    publish_changes(Activity.objects.filter(pk=activity.pk))


def said(change, activity, language="fr"):
    """(label, before, after) of what a change of the rows of an activity makes of it."""
    before = read_snapshot(activity)
    change(activity)
    after = read_snapshot(Activity.objects.get(pk=activity.pk))
    with translation.override(language):
        return [tuple(map(str, found[:3])) for found in differences(before, after, Names([before, after]))]


def test_every_loaded_activity_is_told_as_published():
    assert {seen.version.change for seen in with_differences(public_changes())} == {"published"}
    assert public_changes().count() == Activity.objects.published().count()


def test_a_change_is_told_first_with_its_difference(client, activity):
    changed(activity, kind="research")
    page = client.get(PAGE).text
    assert page.index('"change-kind">activité modifiée') < page.index('"change-kind">activité publiée')
    assert "<del>formation</del> <ins>recherche</ins>" in page
    assert "<del>training</del> <ins>research</ins>" in client.get("/en/changes/").text


def test_a_text_in_another_language_says_so(client, activity):
    before = read_snapshot(activity)
    _retitle(activity)
    after = read_snapshot(Activity.objects.get(pk=activity.pk))
    assert [found.language for found in differences(before, after, Names([before, after]))] == ["en"]
    changed(activity, source_note_en="The report gives no date.")
    assert '<dd lang="en"><ins>The report gives no date.</ins></dd>' in client.get(PAGE).text


def test_nobody_is_named(client, activity):
    changed(activity, kind="research")
    assert "analyst" not in Page(client.get(PAGE).text).text


def test_a_version_that_says_the_same_is_no_news(activity):
    before = public_changes().count()
    take_snapshot(activity, by=people.analyst())
    assert public_changes().count() == before


def test_a_draft_is_no_news_until_it_is_published(client):
    draft = ActivityFactory(status="draft", texts={"fr": ("Zorglub", "Résumé")})
    assert "Zorglub" not in client.get(PAGE).text
    make_transition(draft, "submit", by=people.analyst())
    make_transition(draft, "approve", by=people.reviewer())
    assert "Zorglub" in client.get(PAGE).text


def test_of_a_withdrawn_activity_its_reference_alone_is_told(client):
    activity = ActivityFactory(texts={"fr": ("Zorglub", "Résumé")})
    changed(activity, kind="research")
    make_transition(activity, "withdraw", by=people.reviewer(), note="Secret.")
    page = client.get(PAGE).text
    assert "activité retirée" in page
    assert activity.ref in page
    for word in ("Zorglub", "Secret", "<ins>recherche"):
        assert word not in page


def test_an_activity_that_comes_back_is_published_anew():
    activity = ActivityFactory()
    make_transition(activity, "withdraw", by=people.reviewer(), note="Doublon.")
    make_transition(activity, "reopen", by=people.reviewer())
    make_transition(activity, "submit", by=people.analyst())
    make_transition(activity, "approve", by=people.reviewer())
    changes = public_changes().filter(activity=activity).order_by("pk")
    assert [version.change for version in changes] == ["published", "withdrawn", "published"]


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_a_page_that_is_not_there_says_so(client, page):
    response = client.get(PAGE, {"page": page})
    assert response.status_code == 400
    assert "Première page" in response.text


def test_the_page_changes_with_the_catalogue(client, activity):
    etag = client.get(PAGE).headers["ETag"]
    assert client.get(PAGE, headers={"if-none-match": etag}).status_code == 304
    changed(activity, kind="research")
    assert client.get(PAGE, headers={"if-none-match": etag}).status_code == 200


# The words of a difference


def _retitle(activity):
    activity.texts.filter(language="en").update(title="Another title")


def _day(activity):
    Activity.objects.filter(pk=activity.pk).update(start="2021-03-01", date_precision="day")


def _month(activity):
    Activity.objects.filter(pk=activity.pk).update(start="2021-03-01", date_precision="month")


def _figure(activity):
    figure = activity.figures.get(position=0)
    figure.value, figure.cumulative, figure.period = 1234, True, "../2021-05"
    figure.save()


def _place(activity):
    activity.country_roles.create(country=Country.objects.get(iso3="TUV"), role="host")


def _citation(activity):
    activity.citations.create(paragraph=ParagraphFactory(number=99), position=5)


def _publication(activity):
    activity.publications.create(title="Global Study", languages=["en"])


def _theme(activity):
    activity.themes.add(Theme.objects.get(slug="sport"))


CHANGES = {
    "a text": (_retitle, "Texte · anglais · titre", "Another title"),
    "a day": (_day, "Début", "1er mars 2021"),
    "a month": (_month, "Début", "mars 2021"),
    "a figure": (_figure, "procureurs", "1\xa0234"),
    "a period": (_figure, "période", "jusqu’en mai 2021"),
    "a publication": (_publication, "Publication", "anglais"),
    "a yes": (_figure, "cumulé", "oui"),
    "a country": (_place, "Pays", "Tuvalu, hôte"),
    "a paragraph": (_citation, "Paragraphe", "2099, §\N{NO-BREAK SPACE}99"),
    "a theme": (_theme, "Thèmes", "sport"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_said_in_words(activity, name):
    change, label, after = CHANGES[name]
    found = said(change, activity)
    shown = [new.lower() for place, _old, new in found if label.lower() in place.lower()]
    assert any(re.search(rf"(?<!\d ){re.escape(after.lower())}", new) for new in shown), found


def test_what_stayed_is_not_said(activity):
    assert len(said(_retitle, activity)) == 1
    assert said(lambda activity: None, activity) == []


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("a b c d", "a b x d", "a b <del>c</del> <ins>x</ins> d"),
        ("", "x", "<ins>x</ins>"),
        ("x", "", "<del>x</del>"),
        ("a", "b", "<del>a</del> <ins>b</ins>"),
        ("a b c <i>", "a b c &", "a b c <del>&lt;i&gt;</del> <ins>&amp;</ins>"),
        ("all of it", "nothing alike here", "<del>all of it</del> <ins>nothing alike here</ins>"),
    ],
)
def test_the_words_that_went_and_came_are_marked(before, after, marked):
    assert Difference("label", before, after).marked == marked


@pytest.mark.parametrize("address", ["/fr/activites/{}/", "/en/activities/{}/", "/id/{}"])
def test_the_reference_of_a_withdrawn_activity_says_so_for_ever(client, address):
    activity = ActivityFactory(texts={"fr": ("Zorglub", "Résumé")})
    make_transition(activity, "withdraw", by=people.reviewer(), note="Xylographie.")
    response = client.get(address.format(activity.ref), follow=True)
    assert response.status_code == 410
    assert activity.ref in response.text
    assert "Zorglub" not in response.text
    assert "Xylographie" not in response.text
    assert "ETag" not in response.headers


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_was_never_published_does_not_exist_for_readers(client, status):
    activity = ActivityFactory(status=status)
    for address in (f"/fr/activites/{activity.ref}/", f"/id/{activity.ref}"):
        assert client.get(address).status_code == 404
