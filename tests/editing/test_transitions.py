import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from activities.editing import TRANSITIONS, make_transition, take_snapshot, version_token
from activities.models import Activity, CatalogueVersion, Move, Paragraph
from activities.models.vocabulary import Status
from tests import people
from tests.factories import ActivityFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

# What each move makes of each status; what is not here is refused.
ALLOWED = {
    ("submit", "draft"): "in_review",
    ("approve", "in_review"): "published",
    ("send_back", "in_review"): "draft",
    ("withdraw", "published"): "withdrawn",
    ("reopen", "withdrawn"): "draft",
}
# Open to its author, and to whoever did not change it in review.
BY_AUTHORSHIP = {"recall", "confirm"}
NOTE = "Le chiffre manque de source."
EVERY = [
    (move, status)
    for move in ("submit", "approve", "send_back", "withdraw", "reopen")
    for status in Status.values
]


def an_activity(status, **fields):
    reviewed = {} if status == "published" else {"reviewed_by": "", "reviewed_on": None}
    return ActivityFactory(status=status, **{**reviewed, **fields})


def as_stored(activity):
    return Activity.objects.values("status", "reviewed_by", "reviewed_on").get(pk=activity.pk)


def test_the_table_of_moves_is_complete():
    """Beside these, what depends on who wrote what (tests/admin/test_review.py), and giving up a working copy."""
    assert {move for move, _status in EVERY} == set(TRANSITIONS) - BY_AUTHORSHIP - {"discard"}


@pytest.mark.parametrize(("move", "status"), EVERY)
def test_a_move_is_open_to_one_status_only(move, status):
    activity, version = an_activity(status), CatalogueVersion.current()
    by = people.reviewer()
    if target := ALLOWED.get((move, status)):
        assert make_transition(activity, move, by=by, note=NOTE).status == target
        assert as_stored(activity)["status"] == target
        assert CatalogueVersion.current() > version
    else:
        before = as_stored(activity)
        with pytest.raises(ValidationError, match=activity.ref):
            make_transition(activity, move, by=by, note=NOTE)
        assert as_stored(activity) == before
        assert not activity.moves.exists()
        assert CatalogueVersion.current() == version


@pytest.mark.parametrize("move", sorted(set(TRANSITIONS) - BY_AUTHORSHIP - {"discard"}))
@pytest.mark.parametrize(
    ("who", "may"),
    [
        (people.reader, ()),
        (people.analyst, ("submit",)),
        (people.reviewer, ("submit", "approve", "send_back", "withdraw", "reopen")),
    ],
)
def test_a_move_takes_its_permission(who, may, move):
    (origin,) = [status for allowed, status in ALLOWED if allowed == move]
    activity = an_activity(origin)
    if move in may:
        assert make_transition(activity, move, by=who(), note=NOTE).status == ALLOWED[move, origin]
    else:
        with pytest.raises(PermissionDenied):
            make_transition(activity, move, by=who(), note=NOTE)
        assert as_stored(activity)["status"] == origin
        assert not activity.moves.exists()


def test_somebody_who_has_left_can_move_nothing():
    by = people.reviewer()
    by.is_active = False
    by.save()
    activity = an_activity("draft")
    with pytest.raises(PermissionDenied):
        make_transition(activity, "submit", by=by)
    assert as_stored(activity)["status"] == "draft"


def test_an_unknown_move_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        make_transition(an_activity("draft"), "publish", by=people.reviewer())


def test_who_when_and_why_are_recorded():
    activity, by, before = an_activity("in_review"), people.reviewer(), timezone.now()
    make_transition(activity, "send_back", by=by, note=NOTE)
    (move,) = activity.moves.all()
    assert (move.by, move.origin, move.target) == (by, "in_review", "draft")
    assert move.note == NOTE
    assert before <= move.at <= timezone.now()


def test_the_whole_way_of_an_activity_is_kept_in_order():
    activity, analyst, reviewer = an_activity("draft"), people.analyst(), people.reviewer()
    way = [
        ("submit", analyst),
        ("send_back", reviewer),
        ("submit", analyst),
        ("approve", reviewer),
        ("withdraw", reviewer),
        ("reopen", reviewer),
    ]
    for move, by in way:
        make_transition(activity, move, by=by, note=NOTE)
    assert [(move.by, move.target) for move in activity.moves.order_by("at")] == [
        (by, TRANSITIONS[move].target) for move, by in way
    ]
    assert as_stored(activity)["status"] == "draft"


def test_publishing_names_the_reviewer_and_the_day():
    activity = an_activity("in_review")
    make_transition(activity, "approve", by=people.reviewer())
    assert as_stored(activity) == {
        "status": "published",
        "reviewed_by": "reviewer",
        "reviewed_on": timezone.localdate(),
    }


def test_publishing_anew_names_the_new_reviewer():
    activity = an_activity("in_review", reviewed_by="curation", reviewed_on=datetime.date(2099, 1, 1))
    make_transition(activity, "approve", by=people.reviewer())
    assert as_stored(activity)["reviewed_by"] == "reviewer"
    assert as_stored(activity)["reviewed_on"] == timezone.localdate()


@pytest.mark.parametrize(
    ("move", "origin"), [(move, origin) for move, origin in ALLOWED if move != "approve"]
)
def test_no_other_move_touches_the_review_of_record(move, origin):
    day = datetime.date(2099, 1, 1)
    activity = an_activity(origin, reviewed_by="curation", reviewed_on=day)
    make_transition(activity, move, by=people.reviewer(), note=NOTE)
    assert (as_stored(activity)["reviewed_by"], as_stored(activity)["reviewed_on"]) == ("curation", day)


def test_a_move_goes_by_what_is_stored_not_by_what_the_caller_holds():
    activity, by = an_activity("in_review"), people.reviewer()
    stale = Activity.objects.get(pk=activity.pk)
    make_transition(activity, "approve", by=by)
    with pytest.raises(ValidationError):
        make_transition(stale, "send_back", by=by, note=NOTE)
    assert as_stored(activity)["status"] == "published"


def test_a_move_keeps_an_edit_that_the_caller_does_not_know_of():
    activity = an_activity("draft", kind="training")
    Activity.objects.filter(pk=activity.pk).update(kind="research")
    make_transition(activity, "submit", by=people.analyst())
    assert Activity.objects.get(pk=activity.pk).kind == "research"


def test_readers_see_an_activity_from_its_publication_to_its_withdrawal(client):
    activity = an_activity("draft", texts={"fr": ("Formation des zorglubs", "Un résumé.")})
    address, seen = f"/fr/activites/{activity.ref}/", {}
    for move in ("submit", "approve", "withdraw", "reopen"):
        make_transition(
            activity, move, by=people.analyst() if move == "submit" else people.reviewer(), note=NOTE
        )
        listed = activity.ref in client.get("/fr/activites/", {"q": "zorglubs"}).text
        seen[move] = (client.get(address).status_code, client.get(f"/id/{activity.ref}").status_code, listed)
    # A reference that was published once leads for ever to a page that says what became of it.
    gone = (410, 302, False)
    assert seen == {
        "submit": (404, 404, False),
        "approve": (200, 302, True),
        "withdraw": gone,
        "reopen": gone,
    }


def test_the_history_keeps_each_status():
    activity = an_activity("draft")
    make_transition(activity, "submit", by=people.analyst())
    make_transition(activity, "approve", by=people.reviewer())
    statuses = list(activity.versions.values_list("status", flat=True))
    assert statuses[-2:] == ["in_review", "published"]


def test_whoever_made_a_move_stays_on_record():
    by = people.reviewer()
    make_transition(an_activity("draft"), "submit", by=by)
    with pytest.raises(ProtectedError):
        by.delete()


LIST = "admin:activities_activity_changelist"
BULK = "admin:activities_activity_bulk_move"


def asked(client, action, *activities):
    """The form that asks for confirmation, as the browser would send it; None where there is none."""
    data = {"action": action, "_selected_action": [activity.pk for activity in activities]}
    response = client.post(reverse(LIST), data, follow=True)
    assert response.status_code == 200
    form = Page(response.text).forms.get("bulk-move")
    return form and {**form, "note": [NOTE]}


def act(client, action, *activities):
    form = asked(client, action, *activities)
    return form and Page(client.post(reverse(BULK), form, follow=True).text)


def offered(client):
    ActivityFactory()
    text = client.get(reverse(LIST)).text
    return {move for move in TRANSITIONS if f'value="{move}_selected"' in text}


@pytest.mark.parametrize(
    ("who", "actions"),
    [
        (people.reader, set()),
        (people.analyst, {"submit", "discard", "recall"}),
        (people.reviewer, set(TRANSITIONS) - {"confirm"}),
    ],
)
def test_the_list_offers_the_moves_that_one_may_make(client, who, actions):
    client.force_login(who())
    assert offered(client) == actions


@pytest.mark.parametrize(("move", "origin"), ALLOWED)
def test_a_reviewer_moves_what_is_selected(client, move, origin):
    by = people.reviewer()
    client.force_login(by)
    activity, other = an_activity(origin), an_activity(origin)
    page = act(client, f"{move}_selected", activity)
    assert as_stored(activity)["status"] == ALLOWED[move, origin]
    assert as_stored(other)["status"] == origin
    assert activity.moves.get().by == by
    assert activity.versions.last().by == by
    assert "L’état de 1 activité a été modifié." in page.text.replace("\xa0", " ")


@pytest.mark.parametrize(("move", "origin"), ALLOWED)
def test_an_analyst_can_only_submit(client, move, origin):
    client.force_login(people.analyst())
    activity = an_activity(origin)
    act(client, f"{move}_selected", activity)
    moved = move == "submit"
    assert as_stored(activity)["status"] == (ALLOWED[move, origin] if moved else origin)
    assert activity.moves.exists() == moved


@pytest.mark.parametrize(("move", "origin"), ALLOWED)
def test_a_reader_moves_nothing(client, move, origin):
    client.force_login(people.reader())
    activity = an_activity(origin)
    act(client, f"{move}_selected", activity)
    assert as_stored(activity)["status"] == origin
    assert not Move.objects.filter(activity=activity).exists()


def test_of_a_mixed_selection_the_rest_is_moved_and_the_refused_is_named(client):
    client.force_login(people.reviewer())
    draft, waiting, published = an_activity("draft"), an_activity("in_review"), an_activity("published")
    page = act(client, "approve_selected", draft, waiting, published)
    assert [as_stored(row)["status"] for row in (draft, waiting, published)] == [
        "draft",
        "published",
        "published",
    ]
    warnings = [words for words in page.text.split("« ") if "cette action" in words]
    assert len(warnings) == 2
    assert f"{draft.ref} est à l’état « brouillon »" in page.text.replace("\xa0", " ")
    assert waiting.moves.count() == 1
    assert not published.moves.exists()


def test_the_form_of_an_activity_shows_its_moves_and_lets_nobody_rewrite_them(client):
    client.force_login(people.reviewer())
    activity = an_activity("draft")
    act(client, "submit_selected", activity)
    page = Page(client.get(reverse("admin:activities_activity_change", args=[activity.pk])).text)
    assert "reviewer" in page.text
    (form,) = (fields for name, fields in page.forms.items() if name == "activity_form")
    assert form["moves-TOTAL_FORMS"] == ["1"]
    assert not {f"moves-0-{name}" for name in ("by", "origin", "target", "note", "DELETE")} & set(form)


@pytest.mark.parametrize(("move", "origin"), [("send_back", "in_review"), ("withdraw", "published")])
@pytest.mark.parametrize("note", ["", "  "])
def test_who_sends_back_or_withdraws_says_why(move, origin, note):
    activity = an_activity(origin)
    with pytest.raises(ValidationError, match="note"):
        make_transition(activity, move, by=people.reviewer(), note=note)
    assert as_stored(activity)["status"] == origin


def written_by(person):
    """A draft that somebody has written and that somebody else submits."""
    activity = an_activity("draft")
    take_snapshot(activity, by=person)
    make_transition(activity, "submit", by=people.analyst())
    return activity


def test_nobody_approves_what_they_wrote(settings):
    editor = people.reviewer()
    activity = written_by(editor)
    with pytest.raises(ValidationError, match=activity.ref):
        make_transition(activity, "approve", by=editor)
    assert as_stored(activity)["status"] == "in_review"
    make_transition(activity, "approve", by=people.person("other", "editor"))
    assert as_stored(activity)["reviewed_by"] == "other"


def test_nobody_approves_what_they_submitted():
    activity, editor = an_activity("draft"), people.reviewer()
    make_transition(activity, "submit", by=editor)
    with pytest.raises(ValidationError, match=activity.ref):
        make_transition(activity, "approve", by=editor)


def test_a_team_of_one_approves_its_own_work(settings):
    settings.SELF_REVIEW = True
    activity = written_by(people.reviewer())
    make_transition(activity, "approve", by=people.reviewer())
    assert as_stored(activity)["status"] == "published"


def test_who_sent_back_or_reopened_may_still_approve():
    activity, editor = written_by(people.analyst()), people.reviewer()
    make_transition(activity, "send_back", by=editor, note=NOTE)
    make_transition(activity, "submit", by=people.analyst())
    make_transition(activity, "approve", by=editor)
    make_transition(activity, "withdraw", by=editor, note=NOTE)
    make_transition(activity, "reopen", by=editor)
    make_transition(activity, "submit", by=people.analyst())
    make_transition(activity, "approve", by=editor)
    assert as_stored(activity)["status"] == "published"


def test_a_move_is_refused_where_something_else_is_stored_than_was_seen():
    activity = an_activity("in_review")
    seen = version_token(activity)
    activity.save()
    with pytest.raises(ValidationError):
        make_transition(activity, "approve", by=people.reviewer(), token=seen)
    assert (
        make_transition(activity, "approve", by=people.reviewer(), token=version_token(activity)).status
        == "published"
    )


def test_what_cites_no_paragraph_of_its_report_is_not_approved():
    activity, other = an_activity("in_review"), Paragraph.objects.get(report__ref="2021", number=26)
    reviewer = people.reviewer()
    for cited in ([], [other]):
        activity.citations.all().delete()
        for paragraph in cited:
            activity.citations.create(paragraph=paragraph)
        with pytest.raises(ValidationError):
            make_transition(activity, "approve", by=reviewer)
    assert as_stored(activity)["status"] == "in_review"
