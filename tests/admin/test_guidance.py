"""The form of an activity shows both languages, the checks, close activities and the preview."""

import pytest
from django.urls import reverse

from activities.models import Activity
from tests import people
from tests.admin.test_copies import change_form, public, retitle
from tests.admin.test_editing import saved
from tests.factories import ActivityFactory, ParagraphFactory, workshop
from tests.html import Page

pytestmark = pytest.mark.django_db


def beside(client, activity):
    text = client.get(reverse("admin:activities_activity_change", args=[activity.pk])).text
    return text[text.index('id="guidance"') : text.index("</section>", text.index('id="guidance"'))]


def preview(client, activity, language="fr"):
    return client.get(reverse("admin:activities_activity_preview", args=[activity.pk, language]))


def test_numbers_that_one_language_lacks_are_marked(desk):
    texts = {
        "fr": ("Formation de 20 juges", "En 2020, 1\u202f500 juges et 3 pays."),
        "en": ("Training of 30 judges", "In 2020, 1,500 judges <b> and three countries."),
    }
    activity = ActivityFactory(texts=texts)
    page = beside(desk, activity)
    assert "Formation de <mark>20</mark> juges" in page
    assert "Training of <mark>30</mark> judges" in page
    assert page.count("<mark>") == 2
    assert page.count("(les nombres diffèrent)") == 1
    assert "&lt;b&gt;" in page
    assert "Le nombre 20" in page


def test_the_checks_speak_of_the_activity_alone(desk, activity):
    activity = ActivityFactory(texts={"fr": ("Un titre.", "Court")}, status="draft", relations={})
    said = beside(desk, activity)
    assert "Le titre se termine par un point" in said
    assert "12 à 110" in said
    sentence = "Au Népal, 20 procureurs ont suivi un atelier sur les droits des enfants devant les tribunaux."
    clean = workshop(
        texts={
            "fr": ("Atelier au Népal", f"{sentence} {sentence}"),
            "en": ("Workshop in Nepal", f"{sentence} {sentence}"),
        }
    )
    assert "Résultats des contrôles" not in beside(desk, clean)


def test_the_activities_that_cite_the_same_paragraph_are_named(desk):
    paragraph = ParagraphFactory(number=5)
    activity, draft = ActivityFactory.create_batch(2, citation=paragraph, status="draft")
    other = ActivityFactory(texts={"fr": ("Rapport sur les bulgroz", "Résumé")})
    page = beside(desk, activity)
    assert draft.ref in page
    assert other.ref not in page


def test_a_likely_duplicate_is_named(desk):
    activity = ActivityFactory(texts={"fr": ("Formation des zorglubs du Kirghizistan", "Résumé")})
    twin = ActivityFactory(
        citation=ParagraphFactory(number=8),
        texts={"fr": ("Formations des zorglubs au Kirghizistan", "Résumé")},
    )
    other = ActivityFactory(
        citation=ParagraphFactory(number=9), texts={"fr": ("Rapport sur les bulgroz", "Résumé")}
    )
    page = beside(desk, activity)
    assert twin.ref in page
    assert other.ref not in page


@pytest.mark.parametrize(("language", "words"), [("fr", "Note sur la source"), ("en", "Note on the source")])
def test_a_preview_is_the_public_page_of_what_is_written(desk, activity, language, words):
    before = public(desk, activity)
    form = retitle(desk, activity, "Formation des zorglubs")
    form.fill(source_note_fr="Bulgroz.", source_note_en="Bulgroz.")
    assert saved(form.save())
    response = preview(desk, activity, language)
    page = Page(response.text)
    assert response.status_code == 200
    assert (page.language, response["Content-Language"]) == (language, language)
    assert words in page.text
    assert "Bulgroz." in page.text
    assert ("Formation des zorglubs" in page.text) == (language == "fr")
    assert "no-store" in response["Cache-Control"]
    assert public(desk, activity) == before


@pytest.mark.parametrize(("status", "answer"), [("draft", 404), ("in_review", 404), ("withdrawn", 410)])
def test_what_is_not_published_can_be_previewed_and_stays_unpublished(desk, status, answer):
    activity = ActivityFactory(status=status, reviewed_by="", reviewed_on=None)
    assert preview(desk, activity).status_code == 200
    assert Activity.objects.get(pk=activity.pk).status == status
    assert desk.get(f"/fr/activites/{activity.ref}/").status_code == answer


def test_a_preview_is_for_those_who_see_activities(client, activity):
    assert preview(client, activity).status_code == 302
    client.force_login(people.person("nobody"))
    assert preview(client, activity).status_code == 403
    client.force_login(people.reader())
    assert preview(client, activity).status_code == 200
    assert preview(client, activity, "xx").status_code == 404


def test_the_number_of_questions_beside_the_form_does_not_grow(desk, activity, django_assert_max_num_queries):
    target = reverse("admin:activities_activity_change", args=[activity.pk])
    ActivityFactory()
    desk.get(target)
    with django_assert_max_num_queries(70) as before:
        desk.get(target)
    ActivityFactory.create_batch(6)
    with django_assert_max_num_queries(70) as after:
        desk.get(target)
    assert len(after) == len(before)
    assert change_form(desk, activity).values["kind"] == ["training"]
