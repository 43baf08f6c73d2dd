"""Confirming writes what was shown, all of it in one transaction, as drafts; or nothing at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.curation.spreadsheets import compare, read_upload
from activities.curation.spreadsheets.confirming import confirm
from activities.editing import draft_applied
from activities.editing.versions import read_snapshot
from activities.models import Activity, ActivityText, CatalogueVersion, Figure, Theme, Upload, Version
from activities.models.vocabulary import Status
from tests import people
from tests.curation.spreadsheets.sheets import Sheet
from tests.factories import ActivityFactory, ParagraphFactory

pytestmark = pytest.mark.django_db

NEW = {
    "ref": "2099-001-900",
    "title_fr": "Formation des zorglubs",
    "summary_fr": "Un résumé.",
    "kind": "formation",
    "scope": "nationale",
    "paragraphs": "1",
    "themes": "corruption",
    "countries": "KGZ (hôte); TUV",
    "publications": "Manuel des zorglubs [fr, en]\nAtlas",
}
FIGURE = {
    "qualifier": "exactement",
    "value": "12",
    "unit": "people_trained",
    "label_fr": "juges formés",
    "label_en": "judges trained",
    "paragraph": "1",
    "role": "résultat de l’activité",
}


def upload(data, by=None):
    return Upload.objects.create(by=by or people.analyst(), name="liste.csv", tables=read_upload(data))


def confirmed(data, by=None):
    by = by or people.analyst()
    brought = upload(data, by)
    plan = compare(brought.tables, by=by)
    assert plan.faults == []
    return confirm(brought, shown=plan.fingerprint, by=by)


def french(activity):
    return ActivityText.objects.get(activity=activity, language="fr")


def test_a_published_activity_gets_an_edit_that_readers_do_not_see(sheet, activity):
    version, published = CatalogueVersion.objects.get().number, read_snapshot(activity)
    sheet.set(
        activity.ref, title_fr="Un autre titre", themes="corruption; sport", countries="KGZ (hôte); TUV"
    )
    assert confirmed(sheet.csv()) == [activity]
    activity = Activity.objects.get(pk=activity.pk)
    assert read_snapshot(activity) == published
    assert CatalogueVersion.objects.get().number == version
    copy = activity.working_copy
    assert (copy.status, copy.edited_by) == (Status.DRAFT, people.analyst())
    with draft_applied(activity):
        assert french(activity).title == "Un autre titre"
        assert {theme.slug for theme in activity.themes.all()} == {"corruption", "sport"}
        roles = {(place.country.iso3, place.role) for place in activity.country_roles.all()}
        assert roles == {("KGZ", "host"), ("TUV", "beneficiary")}
    kept = Version.objects.filter(activity=activity, of_copy=True).get()
    assert (kept.by, kept.reason) == (people.analyst(), "Feuille de calcul «\xa0liste.csv\xa0»")


def test_an_edit_that_goes_on_is_exported_and_edited_as_it_is(sheet, activity):
    sheet.set(activity.ref, title_fr="Un autre titre")
    confirmed(sheet.csv())
    again = Sheet(Activity.objects.filter(pk=activity.pk))
    assert "Un autre titre" in again.row(activity.ref)
    again.set(activity.ref, title_en="Another title")
    confirmed(again.csv())
    activity = Activity.objects.get(pk=activity.pk)
    with draft_applied(activity):
        assert french(activity).title == "Un autre titre"
        assert activity.texts.get(language="en").title == "Another title"


def test_a_draft_is_changed_in_place():
    draft = ActivityFactory(status="draft", relations={"themes": [Theme.objects.get(slug="sport")]})
    sheet = Sheet(Activity.objects.filter(pk=draft.pk))
    sheet.set(draft.ref, title_fr="Un autre titre", start="2021-03-01", date_precision="mois")
    confirmed(sheet.csv())
    draft = Activity.objects.get(pk=draft.pk)
    assert (french(draft).title, draft.status, draft.date_precision) == ("Un autre titre", "draft", "month")
    assert draft.versions.last().by == people.analyst()


def test_paragraphs_change_places_and_publications_come_and_go(activity):
    ParagraphFactory(report=activity.report, number=2)
    activity.publications.create(title="Manuel", languages=["fr"])
    sheet = Sheet(Activity.objects.filter(pk=activity.pk))
    sheet.set(activity.ref, paragraphs="1; 2", publications="Atlas [en]\nManuel [ar, fr]")
    confirmed(sheet.csv())
    activity = Activity.objects.get(pk=activity.pk)
    with draft_applied(activity):
        assert [paragraph.number for paragraph in activity.cited_paragraphs] == [1, 2]
        kept = [(row.title, row.languages) for row in activity.publications.all()]
        assert kept == [("Atlas", ["en"]), ("Manuel", ["ar", "fr"])]


def test_a_row_without_a_mark_and_with_a_new_reference_is_a_new_draft(sheet):
    sheet.rows.clear()
    sheet.add(**NEW)
    (activity,) = confirmed(sheet.csv())
    activity = Activity.objects.get(ref="2099-001-900")
    assert (activity.status, activity.report.ref, activity.kind) == ("draft", "2099", "training")
    assert french(activity).title == "Formation des zorglubs"
    assert [row.title for row in activity.publications.all()] == ["Manuel des zorglubs", "Atlas"]
    assert {place.country.iso3 for place in activity.country_roles.all()} == {"KGZ", "TUV"}
    assert activity.versions.get().by == people.analyst()
    # A second time it is there already.
    plan = compare(read_upload(sheet.csv()), by=people.analyst())
    assert plan.faults == []
    assert plan.unchanged == 1


def test_a_new_activity_brings_what_it_needs(sheet):
    sheet.rows.clear()
    sheet.add(ref="2099-001-900", title_fr="Formation")
    plan = compare(read_upload(sheet.csv()), by=people.analyst())
    missing = {column for fault in plan.faults for column in fault.columns}
    assert missing == {"summary_fr", "kind", "scope", "paragraphs", "themes"}


def test_figures_are_edited_added_and_taken_out(figures, activity):
    first, second = activity.figures.all()
    figures.set(activity.ref, value="21")
    figures.rows[1][figures.headings.index("Retirer")] = "oui"
    figures.add(ref=activity.ref, **FIGURE)
    confirmed(figures.csv())
    activity = Activity.objects.get(pk=activity.pk)
    assert [figure.value for figure in activity.figures.all()] == [20, 30]
    with draft_applied(activity):
        kept = {figure.pk: figure for figure in activity.figures.all()}
        assert first.pk in kept
        assert second.pk not in kept
        assert sorted(figure.value for figure in kept.values()) == [12, 21]
    plan = compare(read_upload(figures.csv()), by=people.analyst())
    assert any("déjà" in fault.message for fault in plan.faults)


def test_a_new_figure_that_is_to_be_taken_out_is_left_out(figures, activity):
    figures.add(ref=activity.ref, **FIGURE, remove="oui")
    plan = compare(read_upload(figures.csv()), by=people.analyst())
    assert (plan.faults, plan.changed) == ([], [])


def test_figures_that_meet_in_a_paragraph_are_kept_apart(activity):
    second = ParagraphFactory(report=activity.report, number=2)
    first, moved = activity.figures.all()
    Figure.objects.filter(pk=moved.pk).update(paragraph=second, position=first.position)
    sheet = Sheet(Activity.objects.filter(pk=activity.pk), "figures")
    for row in sheet.rows:
        row[sheet.headings.index("Paragraphe")] = "1"
    confirmed(sheet.csv())
    activity = Activity.objects.get(pk=activity.pk)
    with draft_applied(activity):
        assert {figure.paragraph.number for figure in activity.figures.all()} == {1}


def test_a_row_that_is_missing_takes_nothing_out(figures, activity):
    del figures.rows[0]
    figures.set(activity.ref, value="31")
    confirmed(figures.csv())
    activity = Activity.objects.get(pk=activity.pk)
    with draft_applied(activity):
        assert sorted(figure.value for figure in activity.figures.all()) == [20, 31]


def test_nothing_is_written_before_it_is_confirmed(sheet, activity):
    before = read_snapshot(activity), Version.objects.count()
    sheet.set(activity.ref, title_fr="Un autre titre")
    plan = compare(upload(sheet.csv()).tables, by=people.analyst())
    assert [line.ref for line in plan.changed] == [activity.ref]
    assert (read_snapshot(activity), Version.objects.count()) == before


def two_drafts():
    drafts = ActivityFactory.create_batch(2, status="draft", relations={"themes": [Theme.objects.first()]})
    sheet = Sheet(Activity.objects.filter(pk__in=[draft.pk for draft in drafts]))
    for draft in drafts:
        sheet.set(draft.ref, title_fr=f"Un autre titre {draft.ref}")
    return drafts, sheet


def test_what_changed_between_the_look_and_the_confirmation_refuses_the_whole():
    (first, second), sheet = two_drafts()
    brought = upload(sheet.csv())
    plan = compare(brought.tables, by=people.analyst())
    assert plan.is_open
    Activity.objects.get(pk=second.pk).save()  # a colleague
    with pytest.raises(ValidationError):
        confirm(brought, shown=plan.fingerprint, by=people.analyst())
    assert french(first).title == "Titre"
    assert Upload.objects.get(pk=brought.pk).confirmed_at is None


def test_what_was_not_shown_is_not_written():
    (first, _second), sheet = two_drafts()
    with pytest.raises(ValidationError):
        confirm(upload(sheet.csv()), shown="", by=people.analyst())
    assert french(first).title == "Titre"


def test_a_row_that_is_wrong_refuses_the_whole():
    (first, second), sheet = two_drafts()
    sheet.set(second.ref, kind="rien")
    brought = upload(sheet.csv())
    plan = compare(brought.tables, by=people.analyst())
    assert not plan.is_open
    with pytest.raises(ValidationError):
        confirm(brought, shown=plan.fingerprint, by=people.analyst())
    assert french(first).title == "Titre"


def test_a_failure_half_way_leaves_nothing_behind(monkeypatch):
    (first, second), sheet = two_drafts()
    monkeypatch.setattr(
        "activities.curation.spreadsheets.confirming.publish_changes", lambda activities: 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        confirmed(sheet.csv())
    assert [french(draft).title for draft in (first, second)] == ["Titre", "Titre"]


def test_it_is_taken_over_once_and_stays_as_a_record(sheet, activity):
    sheet.set(activity.ref, title_fr="Un autre titre")
    brought = upload(sheet.csv())
    shown = compare(brought.tables, by=people.analyst()).fingerprint
    confirm(brought, shown=shown, by=people.analyst())
    with pytest.raises(ValidationError, match="déjà"):
        confirm(brought, shown=shown, by=people.analyst())
    kept = Upload.objects.get(pk=brought.pk)
    assert (kept.written, kept.by) == (1, people.analyst())
    assert kept.confirmed_at


def test_what_nobody_confirms_is_forgotten(sheet):
    old, young, confirmed = (upload(sheet.csv()) for _number in range(3))
    long_ago = timezone.now() - Upload.KEPT - timedelta(hours=1)
    Upload.objects.filter(pk__in=[old.pk, confirmed.pk]).update(at=long_ago)
    Upload.objects.filter(pk=confirmed.pk).update(confirmed_at=long_ago)
    assert list(Upload.objects.forgotten()) == [old]
    assert young.confirmed_at is None
