"""A published activity that is edited stays as it is for readers until the edit is approved."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from activities.curation import checks
from activities.curation.fixtures import export, load
from activities.editing import (
    draft_applied,
    in_use,
    make_transition,
    open_transitions,
    subject,
    version_token,
)
from activities.editing.versions import apply_snapshot, read_snapshot
from activities.editing.working_copies import save_draft
from activities.models import (
    Activity,
    ActivityText,
    CatalogueVersion,
    Citation,
    Country,
    Locality,
    Move,
    Partner,
    Programme,
    Publication,
    Theme,
    WorkingCopy,
)
from activities.search import publish_changes
from tests import people
from tests.factories import ActivityFactory, FigureFactory, ParagraphFactory

pytestmark = pytest.mark.django_db

TITLE, SUMMARY = "Formation des zorglubs", "Un résumé où les bulgroz paraissent."


@pytest.fixture(autouse=True)
def _a_locality():
    tuvalu = Country.objects.get(iso3="TUV")
    Locality.objects.create(country=tuvalu, slug="z", name_fr="Zed", name_en="Zed")


@pytest.fixture
def activity():
    """Published: two texts, Kyrgyzstan, a publication, two figures of paragraph 1."""
    activity = ActivityFactory(
        relations={"themes": [Theme.objects.get(slug="corruption")]},
        countries=[Country.objects.get(iso3="KGZ")],
    )
    ParagraphFactory(report=activity.report, number=2)
    Publication.objects.create(activity=activity, title="Manuel", languages=["fr"])
    for position, value in enumerate((20, 30)):
        FigureFactory(activity=activity, position=position, value=value)
    return activity


def rewrite(activity):
    """Changes something of everything that an activity consists of."""
    activity.texts.filter(language="fr").update(title=TITLE, summary=SUMMARY)
    activity.texts.filter(language="en").delete()
    activity.citations.create(paragraph=activity.report.paragraphs.get(number=2), position=9)
    tuvalu = Country.objects.get(iso3="TUV")
    place = activity.country_roles.create(country=tuvalu, role="host")
    place.localities.set(tuvalu.localities.all())
    activity.publications.create(title="Guide", languages=["en"], position=9)
    activity.figures.filter(position=0).delete()
    for amount in activity.figures.all():
        amount.value = 4321
        amount.save()
        amount.countries.set([tuvalu])
    activity.programmes.set([Programme.objects.get(slug="star")])
    activity.partners.set([Partner.objects.get(slug="undp")])
    activity.kind = "research"
    activity.source_note_fr = activity.source_note_en = "zorglub"
    activity.save()


def edited(activity, change=rewrite, by=None):
    """An edit of the activity, as the admin keeps it."""
    with draft_applied(Activity.objects.get(pk=activity.pk)):
        own = Activity.objects.get(pk=activity.pk)
        change(own)
        rows = read_snapshot(own)
    save_draft(activity, rows, by=by or people.analyst(), reason="rewritten")
    return WorkingCopy.objects.get(activity=activity)


def without_keys(rows):
    """Rows compared by what they say."""
    return sorted((row["model"], sorted(map(str, row["fields"].items()))) for row in rows)


def test_the_version_token_stays_the_same_while_the_draft_is_applied(activity):
    edited(activity)
    stored = Activity.objects.get(pk=activity.pk)
    token = version_token(stored)
    with draft_applied(stored):
        assert version_token(stored) == token
        assert version_token(Activity.objects.get(pk=activity.pk)) == token
        assert not Activity.objects.get(pk=activity.pk).working_copy.is_outdated
    assert version_token(Activity.objects.get(pk=activity.pk)) == token


def test_an_edit_leaves_the_published_rows_as_they_are(activity):
    before, version = read_snapshot(activity), CatalogueVersion.current()
    seen = activity.versions.filter(of_copy=False).count()
    copy = edited(activity)
    assert read_snapshot(activity) == before
    assert CatalogueVersion.current() == version
    assert activity.versions.filter(of_copy=False).count() == seen
    assert copy.rows != before
    assert copy.edited_by == people.analyst()


PAGES = {
    "the activity": lambda activity: f"/fr/activites/{activity.ref}/",
    "the activity in English": lambda activity: f"/en/activities/{activity.ref}/",
    "the list": lambda activity: "/fr/activites/",
    "the search": lambda activity: "/fr/activites/?q=zorglubs",
    "the list of a country": lambda activity: "/fr/activites/?country=TUV",
    "the list of a programme": lambda activity: "/fr/activites/?programme=star&q=zorglub",
    "the country": lambda activity: "/fr/pays/TUV/",
    "the suggestions": lambda activity: "/fr/suggestions/?q=zorgl",
    "the suggestions by ref": lambda activity: f"/fr/suggestions/?q={activity.ref}",
    "the citation": lambda activity: f"/fr/activites/{activity.ref}.bib",
    "the figures": lambda activity: "/fr/chiffres/",
    "the coverage": lambda activity: "/fr/rapport/",
    "the grid": lambda activity: "/fr/rapport/grille/",
    "the brief": lambda activity: "/fr/fiche/?country=TUV",
    "the overview": lambda activity: "/fr/activites/apercu/",
    "the home page": lambda activity: "/fr/",
    "the programme": lambda activity: "/fr/programmes/star/",
    "the partner": lambda activity: "/fr/partenaires/undp/",
    "the sitemap": lambda activity: "/sitemap-activities.xml",
}


def seen(client, activity):
    """Returns the text of each page, without what differs in every response."""
    answers = {name: client.get(address(activity), follow=True) for name, address in PAGES.items()}
    return {name: (answer.status_code, answer.content) for name, answer in answers.items()}


def test_no_page_search_list_or_file_sees_an_edit(client, without_reports, activity):
    before = seen(client, activity)
    assert {status for status, _content in before.values()} == {200}
    edited(activity)
    # Whatever renews the index would bring a copy into it, if it could be found.
    publish_changes(Activity.objects.all())
    after = seen(client, activity)
    assert [name for name in PAGES if after[name] != before[name]] == []


def test_an_approval_shows_the_edit_everywhere(client, without_reports, activity):
    before = seen(client, activity)
    edited(activity)
    people.reviewed(activity)
    after = seen(client, activity)
    for name in (
        "the activity",
        "the list",
        "the search",
        "the list of a country",
        "the country",
        "the partner",
    ):
        assert after[name] != before[name], name
    page = after["the activity"][1].decode()
    assert TITLE in page
    assert "Tuvalu" in page
    assert "4321" in page.replace("\u202f", "").replace("\xa0", "")


def test_an_approval_makes_the_activity_what_the_edit_says_and_the_copy_is_gone(activity):
    copy = edited(activity)
    people.reviewed(activity)
    assert without_keys(read_snapshot(activity)) == without_keys(copy.rows)
    assert read_snapshot(activity) == copy.rows
    assert not WorkingCopy.objects.exists()
    assert (activity.status, activity.reviewed_by) == ("published", "reviewer")
    assert activity.reviewed_on == timezone.localdate()


def test_an_approval_that_fails_leaves_everything_as_it_was(activity, monkeypatch):
    copy, before = edited(activity), read_snapshot(activity)
    make_transition(activity, "submit", by=people.analyst())

    def fail(activities):
        raise IntegrityError

    monkeypatch.setattr("activities.editing.transitions.publish_changes", fail)
    with pytest.raises(IntegrityError):
        make_transition(activity, "approve", by=people.reviewer())
    assert read_snapshot(activity) == before
    assert WorkingCopy.objects.get(pk=copy.pk).status == "in_review"
    assert not Move.objects.filter(activity=activity, target="published").exists()


def test_the_version_of_an_approved_edit_names_its_author(activity):
    edited(activity)
    people.reviewed(activity)
    version = activity.versions.last()
    assert (version.by, version.reason, version.of_copy) == (people.analyst(), "rewritten", False)
    assert version.rows == read_snapshot(activity)


def test_the_loader_keeps_and_the_export_writes_the_published_activity(tmp_path):
    activity = Activity.objects.published().first()
    export(tmp_path / "before")
    edited(activity)
    outcome = load(settings.FIXTURES_DIR)
    assert outcome.counts["activity"].keys() == {"unchanged"}
    export(tmp_path / "after")
    written = {path.name: path.read_bytes() for path in (tmp_path / "before").rglob("*.*")}
    assert {path.name: path.read_bytes() for path in (tmp_path / "after").rglob("*.*")} == written
    assert WorkingCopy.objects.filter(activity=activity).exists()


def test_the_checks_of_the_catalogue_do_not_see_an_edit():
    before = list(map(str, checks.faults()))
    edited(Activity.objects.published().first())
    assert list(map(str, checks.faults())) == before


def test_who_wrote_the_edit_does_not_approve_it(activity, settings):
    editor, other = people.reviewer(), people.person("other", "editor")
    edited(activity, by=people.analyst())
    edited(activity, change=lambda activity: activity.texts.update(title="Encore"), by=editor)
    make_transition(activity, "submit", by=people.analyst())
    with pytest.raises(ValidationError, match=activity.ref):
        make_transition(activity, "approve", by=editor)
    make_transition(activity, "approve", by=other)
    assert Activity.objects.get(pk=activity.pk).reviewed_by == "other"


def test_a_team_of_one_approves_its_own_edit(activity, settings):
    settings.SELF_REVIEW = True
    editor = people.reviewer()
    edited(activity, by=editor)
    make_transition(activity, "submit", by=editor)
    make_transition(activity, "approve", by=editor)
    assert activity.texts.get().title == TITLE


def test_the_moves_of_an_edit_are_recorded_as_such_and_the_activity_stays_published(activity):
    edited(activity)
    make_transition(activity, "submit", by=people.analyst())
    make_transition(activity, "send_back", by=people.reviewer(), note="Quelle source ?")
    assert Activity.objects.get(pk=activity.pk).status == "published"
    assert subject(Activity.objects.get(pk=activity.pk)).status == "draft"
    assert [
        (move.origin, move.target, move.of_copy, move.note) for move in activity.moves.order_by("pk")
    ] == [
        ("draft", "in_review", True, ""),
        ("in_review", "draft", True, "Quelle source ?"),
    ]


def test_an_edit_that_was_sent_back_can_be_mended_and_approved(activity):
    edited(activity)
    make_transition(activity, "submit", by=people.analyst())
    make_transition(activity, "send_back", by=people.reviewer(), note="Le titre.")
    edited(activity, change=lambda activity: activity.texts.update(title="Mieux"))
    people.reviewed(activity)
    assert activity.texts.get().title == "Mieux"
    assert activity.kind == "research"


def test_an_edit_that_is_given_up_leaves_the_activity_and_stays_in_the_history(activity):
    copy, before = edited(activity), read_snapshot(activity)
    make_transition(activity, "discard", by=people.analyst(), note="Sans objet.")
    assert read_snapshot(activity) == before
    assert not WorkingCopy.objects.exists()
    assert activity.versions.filter(of_copy=True).last().rows == copy.rows
    assert activity.moves.get().note == "Sans objet."


def test_giving_up_takes_an_edit_and_a_reason(activity):
    with pytest.raises(ValidationError):
        make_transition(activity, "discard", by=people.analyst(), note="Sans objet.")
    edited(activity)
    with pytest.raises(ValidationError):
        make_transition(activity, "discard", by=people.analyst())


def test_an_activity_with_an_edit_is_not_withdrawn_over_it(activity):
    edited(activity)
    assert "withdraw" not in open_transitions(Activity.objects.get(pk=activity.pk), people.reviewer())
    with pytest.raises(ValidationError):
        make_transition(activity, "withdraw", by=people.reviewer(), note="Doublon.")


def test_an_edit_that_changes_nothing_is_none(activity):
    save_draft(activity, read_snapshot(activity), by=people.analyst())
    assert not WorkingCopy.objects.exists()


def test_an_edit_that_is_undone_is_none(activity):
    before = read_snapshot(activity)
    edited(activity)
    save_draft(activity, before, by=people.analyst())
    assert not WorkingCopy.objects.exists()


def test_an_edit_of_an_activity_that_has_changed_since_is_not_approved(activity):
    edited(activity)
    make_transition(activity, "submit", by=people.analyst())
    activity.save()  # as a load from files does
    with pytest.raises(ValidationError, match=activity.ref):
        make_transition(activity, "approve", by=people.reviewer())
    save_draft(activity, WorkingCopy.objects.get().rows, by=people.analyst())
    make_transition(activity, "approve", by=people.reviewer())
    assert activity.texts.get().title == TITLE


def test_rows_that_change_places_do_not_meet_half_way(activity):
    Citation.objects.create(
        activity=activity, paragraph=ParagraphFactory(report=activity.report, number=2), position=1
    )
    before = {citation.paragraph_id: citation.pk for citation in activity.citations.all()}
    (first, one), (second, two) = before.items()

    def swap(activity):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE activities_citation SET paragraph_id ="
                " CASE id WHEN %s THEN %s::bigint ELSE %s END WHERE id IN (%s, %s)",
                [one, second, first, one, two],
            )

    edited(activity, change=swap)
    people.reviewed(activity)
    assert {citation.paragraph_id: citation.pk for citation in activity.citations.all()} == {
        first: two,
        second: one,
    }


def test_a_row_whose_number_was_given_away_gets_another(activity):
    copy = edited(activity)
    taken = next(
        row["pk"]
        for row in copy.rows
        if row["model"] == "activities.publication" and row["fields"]["title"] == "Guide"
    )
    other = ActivityFactory()
    Publication.objects.create(pk=taken, activity=other, title="Autre")
    people.reviewed(activity)
    assert {publication.title for publication in activity.publications.all()} == {"Manuel", "Guide"}
    assert other.publications.get().title == "Autre"


def test_what_only_an_edit_points_at_is_in_use(client, activity):
    partner = Partner.objects.create(slug="nobody", kind="academic", name_fr="Personne", name_en="Nobody")
    tuvalu = Country.objects.get(iso3="TUV")
    assert not in_use(partner)
    edited(activity, change=lambda activity: (rewrite(activity), activity.partners.add(partner)))
    assert in_use(partner)
    assert in_use(tuvalu)
    client.force_login(people.reviewer())
    client.post(reverse("admin:activities_partner_delete", args=[partner.pk]), {"post": "yes"})
    assert Partner.objects.filter(pk=partner.pk).exists()


def test_what_is_opened_is_seen_inside_alone(activity):
    copy = edited(activity)
    with draft_applied(Activity.objects.get(pk=activity.pk)):
        assert ActivityText.objects.get(activity=activity).title == TITLE
    assert ActivityText.objects.filter(activity=activity).count() == 2
    assert WorkingCopy.objects.get().rows == copy.rows


def test_laying_what_is_there_changes_nothing(activity):
    before = read_snapshot(activity)
    apply_snapshot(before, activity)
    assert read_snapshot(activity) == before
