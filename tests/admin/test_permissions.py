"""Every URL of the admin allows a request of each role or refuses it with 403."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from activities.curation.spreadsheets import compare, read_upload
from activities.editing import make_transition, version_token
from activities.models import Activity, Country, Suggestion, Theme, UnansweredSearch, Upload
from tests import people
from tests.admin.forms import AdminForm
from tests.curation.spreadsheets.sheets import Sheet
from tests.editing.test_working_copies import edited
from tests.factories import ActivityFactory, ParagraphFactory
from tests.working import work

pytestmark = pytest.mark.django_db

ROLES = {
    "reader": people.reader,
    "analyst": people.analyst,
    "editor": people.reviewer,
    "administrator": people.administrator,
}
# Every table of the admin, every page of it; 0010: of reader, analyst, editor and administrator the editor.
# Rows that are in use cannot be deleted, by nobody.
TABLE_PAGES = ("changelist", "add", "change", "history", "delete")
TABLES = {
    "activity": ("1111", "0110", "1111", "1111", "0000"),
    "country": ("1111", "0010", "1111", "1111", "0000"),
    "instrument": ("1111", "0010", "1111", "1111", "0000"),
    "locality": ("1111", "0010", "1111", "1111", "0000"),
    "paragraph": ("1111", "0010", "1111", "1111", "0000"),
    "partner": ("1111", "0010", "1111", "1111", "0000"),
    "programme": ("1111", "0010", "1111", "1111", "0000"),
    "region": ("1111", "0010", "1111", "1111", "0000"),
    "report": ("1111", "0010", "1111", "1111", "0000"),
    "section": ("1111", "0010", "1111", "1111", "0000"),
    "theme": ("1111", "0010", "1111", "1111", "0000"),
    "unit": ("1111", "0010", "1111", "1111", "0000"),
    "suggestion": ("1111", "0000", "1111", "1111", "0000"),
    "move": ("1111", "0000", "1111", "1111", "0000"),
    "upload": ("1111", "0000", "1111", "1111", "0000"),
    "unansweredsearch": ("1110", "0000", "1110", "1110", "0000"),
    "user": ("0001", "0001", "0001", "0001", "0000"),
    "group": ("0001", "0000", "0001", "0001", "0000"),
    "accesslog": ("0001", "0000", "0001", "0001", "0000"),
    "accessattempt": ("0001", "0000", "0001", "0001", "0001"),
    "accessfailurelog": ("0001", "0000", "0001", "0001", "0000"),
    "logentry": ("0001", "0000", "0001", "0001", "0000"),
}
PAGES = {
    (name, page): tuple(map(int, roles))
    for name, row in TABLES.items()
    for page, roles in zip(TABLE_PAGES, row, strict=True)
} | {("paragraph", "reading"): (1, 1, 1, 1), ("activity", "preview"): (1, 1, 1, 1)}
# An activity in each state; who may save its form.
STATES = {
    "draft": (0, 1, 1, 0),
    "in_review": (0, 0, 1, 0),
    "published": (0, 1, 1, 0),
    "withdrawn": (0, 0, 0, 0),
    "copy in draft": (0, 1, 1, 0),
    "copy in review": (0, 0, 1, 0),
}
# Who may make which move, in a state in which it is open.
MOVES = {
    ("draft", "submit"): (0, 1, 1, 0),
    ("in_review", "approve"): (0, 0, 1, 0),
    ("in_review", "send_back"): (0, 0, 1, 0),
    ("published", "withdraw"): (0, 0, 1, 0),
    ("withdrawn", "reopen"): (0, 0, 1, 0),
    ("copy in draft", "submit"): (0, 1, 1, 0),
    ("copy in draft", "discard"): (0, 1, 1, 0),
    ("copy in review", "approve"): (0, 0, 1, 0),
    ("copy in review", "send_back"): (0, 0, 1, 0),
}
# What is done to the account of somebody else; nobody sets another's password, by no page.
ACCOUNTS = {
    "make a link": (0, 0, 0, 1),
    "change the role": (0, 0, 0, 1),
    "end the sessions": (0, 0, 0, 1),
    "set the password": (0, 0, 0, 0),
    "set the password of a superuser": (0, 0, 0, 0),
    "make a link for a superuser": (0, 0, 0, 0),
    "change one's own role": (0, 0, 0, 0),
    "make a link for oneself": (0, 0, 0, 0),
    "give a role more rights": (0, 0, 0, 0),
}
# Spreadsheets go out to, and come back from, those who write in activities.
SPREADSHEETS = {
    "export": (0, 1, 1, 0),
    "upload": (0, 1, 1, 0),
    "plan": (0, 1, 1, 0),
    "confirm": (0, 1, 1, 0),
}


def cases(table):
    return [
        pytest.param(row, role, bool(may), id=f"{role}-{'-'.join(row) if isinstance(row, tuple) else row}")
        for row, columns in table.items()
        for role, may in zip(ROLES, columns, strict=True)
    ]


def an_activity(state):
    status = "published" if state.startswith("copy") else state
    themes = [Theme.objects.get(slug="corruption")]
    activity = ActivityFactory(status=status, relations={"themes": themes})
    if state.startswith("copy"):
        copy = edited(activity, lambda own: own.texts.update(title="Autre"), by=people.person("author"))
        type(copy).objects.update(status="draft" if state.endswith("draft") else "in_review")
    return activity


def suggestion():
    country = Country.objects.get(iso3="KGZ")
    return Suggestion.objects.create(paragraph=ParagraphFactory(), kind="country", country=country, words="x")


def _unanswered():
    return UnansweredSearch.objects.create(text="x", day="2099-01-01", visitors=3)


MODELS = {model._meta.model_name: model for model in admin.site._registry}


def _logged():
    country = Country.objects.filter(iso3="KGZ")
    return LogEntry.objects.log_actions(people.reviewer().pk, country, CHANGE, single_object=True)


def _submitted():
    return make_transition(ActivityFactory(status="draft"), "submit", by=people.analyst()).moves.get()


MAKERS = {
    "activity": ActivityFactory,
    "suggestion": suggestion,
    "unansweredsearch": _unanswered,
    "user": lambda: people.person("somebody", "analyst"),
    "move": _submitted,
    "upload": lambda: Upload.objects.create(by=people.analyst(), name="liste.csv", tables={}),
    "logentry": _logged,
    "accesslog": lambda: MODELS["accesslog"].objects.create(username="analyst"),
    "accessfailurelog": lambda: MODELS["accessfailurelog"].objects.create(username="analyst"),
    "accessattempt": lambda: MODELS["accessattempt"].objects.create(
        username="analyst", failures_since_start=1
    ),
}
IN_USE = {
    "country": {"iso3": "KGZ"},
    "paragraph": {"report__ref": "2021", "number": 26},
    "section": {"paragraphs__isnull": False},
    "locality": {"activity_roles__isnull": False},
    **{
        name: {"activities__isnull": False}
        for name in ("instrument", "partner", "programme", "region", "theme")
    },
}


def row(name):
    """Returns a row of a table, one that is in use wherever rows of that table can be."""
    if name in MAKERS:
        return MAKERS[name]()
    return MODELS[name].objects.filter(**IN_USE.get(name, {}))[0]


def address(name, page):
    label = MODELS[name]._meta.app_label
    arguments = [row(name).pk] if page not in ("changelist", "add") else []
    if page == "preview":
        arguments.append("fr")
    return reverse(f"admin:{label}_{name}_{page}", args=arguments)


def test_the_table_has_every_table_of_the_admin():
    assert set(TABLES) == set(MODELS)


@pytest.mark.parametrize(("page", "role", "may"), cases(PAGES))
def test_a_page_opens_for_its_roles_alone(client, page, role, may):
    client.force_login(ROLES[role]())
    assert client.get(address(*page)).status_code == (200 if may else 403)


@pytest.mark.parametrize(("state", "role", "may"), cases(STATES))
def test_an_activity_is_saved_by_who_may_write_in_its_state(client, state, role, may):
    activity = an_activity(state)
    target = reverse("admin:activities_activity_change", args=[activity.pk])
    client.force_login(ROLES[role]())
    form = AdminForm(client, target)
    assert ("kind" in form.values) == may
    form.fill(kind="network")
    assert form.save().status_code == (302 if may else 403)


@pytest.mark.parametrize(("case", "role", "may"), cases(MOVES))
def test_a_move_is_made_and_offered_to_who_may_make_it(client, case, role, may):
    state, move = case
    activity = an_activity(state)
    client.force_login(ROLES[role]())
    page = client.get(reverse("admin:activities_activity_change", args=[activity.pk])).text
    assert (f'name="move" value="{move}"' in page) == may
    sent = {
        "move": move,
        "note": "Pour telle raison.",
        "version_token": version_token(Activity.objects.get(pk=activity.pk)),
    }
    response = client.post(reverse("admin:activities_activity_move", args=[activity.pk]), sent)
    assert response.status_code == (302 if may else 403)
    assert activity.moves.exists() == may


@pytest.mark.parametrize(("page", "role", "may"), cases(SPREADSHEETS))
def test_a_spreadsheet_goes_out_and_comes_back_by_who_may_write(client, page, role, may):
    client.force_login(ROLES[role]())
    draft = ActivityFactory(status="draft", relations={"themes": [Theme.objects.get(slug="corruption")]})
    sheet = Sheet(Activity.objects.filter(pk=draft.pk))
    sheet.set(draft.ref, title_fr="Un autre titre")
    brought = Upload.objects.create(by=ROLES[role](), name="liste.csv", tables=read_upload(sheet.csv()))
    match page:
        case "export":
            response = client.get(reverse("admin:activities_activity_export", args=["csv"]))
        case "upload":
            response = client.get(reverse("admin:activities_activity_upload"))
        case "plan" | "confirm":
            target = reverse("admin:activities_activity_plan", args=[brought.pk])
            response = client.get(target)
            if page == "confirm":
                shown = compare(brought.tables, by=ROLES[role]()).fingerprint
                response = client.post(target, {"shown": shown}, follow=True)
                work()
    assert response.status_code == (200 if may else 403)
    written = draft.texts.get(language="fr").title == "Un autre titre"
    assert written == (may and page == "confirm")


@pytest.mark.parametrize(("case", "role", "may"), cases({"accept": (0, 1, 1, 0), "reopen": (0, 1, 1, 0)}))
def test_suggestions_are_decided_by_who_may_write_activities(client, case, role, may):
    one = suggestion()
    client.force_login(ROLES[role]())
    target = address_of_reading(one)
    page = client.get(target).text
    assert ('name="accept"' in page) == may
    assert client.post(target, {case: one.pk}).status_code == (302 if may else 403)
    listed = reverse("admin:activities_suggestion_changelist")
    client.post(listed, {"action": "accept", "_selected_action": [one.pk]})
    one.refresh_from_db()
    assert (one.state == "accepted") == may


def test_the_text_of_the_report_is_not_read_in_its_suggestions_either(client):
    one = suggestion()
    codenames = ("view_suggestion", "view_paragraph", "view_activity")
    client.force_login(
        people.person("sans texte", permissions=Permission.objects.filter(codename__in=codenames))
    )
    assert (
        client.get(reverse("admin:activities_paragraph_change", args=[one.paragraph_id])).status_code == 200
    )
    for page in ("changelist", "change"):
        arguments = [one.pk] if page == "change" else []
        assert client.get(reverse(f"admin:activities_suggestion_{page}", args=arguments)).status_code == 403


def address_of_reading(one):
    return reverse("admin:activities_paragraph_reading", args=[one.paragraph_id])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("sent", [{}, {"move": "publish"}, {"move": "__class__"}])
def test_a_move_that_does_not_exist_is_a_bad_request(client, role, sent):
    client.force_login(ROLES[role]())
    target = reverse("admin:activities_activity_move", args=[ActivityFactory().pk])
    assert client.post(target, sent).status_code == 400
    assert client.get(target).status_code == 400


def test_visitors_move_nothing(client):
    activity = ActivityFactory(status="draft")
    target = reverse("admin:activities_activity_move", args=[activity.pk])
    response = client.post(target, {"move": "submit", "version_token": version_token(activity)})
    assert 'id="login-form"' in response.text  # and what was sent comes back after it
    assert not activity.moves.exists()


def account_form(client, user):
    return AdminForm(client, reverse("admin:auth_user_change", args=[user.pk]))


@pytest.mark.parametrize(("act", "role", "may"), cases(ACCOUNTS))
def test_what_is_done_to_an_account_is_done_by_its_roles_alone(client, act, role, may):
    own, somebody, above = ROLES[role](), people.person("somebody", "analyst"), people.person("above")
    above.is_superuser = True
    above.save()
    user = above if "superuser" in act else own if "self" in act or "own" in act else somebody
    before = state_of(user)
    client.force_login(own)
    page = "link" if "link" in act else "password_change" if "password" in act else "change"
    target = reverse(f"admin:auth_user_{page}", args=[user.pk])
    sent = {
        "username": user.username, "is_active": "on", "is_staff": "on", "is_superuser": "on",
        "groups": Group.objects.get(name="editor").pk, "user_permissions": 1,
        "password1": "zorglub-bulgroz-42", "password2": "zorglub-bulgroz-42", "usable_password": "true",
    }  # fmt: skip
    if act == "end the sessions":
        target, sent = (
            reverse("admin:auth_user_changelist"),
            {"action": "end_sessions", "_selected_action": [user.pk]},
        )
    if act == "give a role more rights":
        target = reverse("admin:auth_group_change", args=[Group.objects.get(name="editor").pk])
        sent = {"name": "editor", "permissions": [one.pk for one in Permission.objects.all()]}
    response = client.post(target, sent)
    own_form = act == "change one's own role" and role == "administrator"  # saved, but for the role
    assert response.status_code == (403 if not (may or own_form) else 200 if page == "link" else 302)
    assert (state_of(user) != before) == (act == "change the role" and may)


def state_of(user):
    user = type(user).objects.get(pk=user.pk)
    return (
        user.password, user.is_active, user.is_staff, user.is_superuser,
        {group.name: group.permissions.count() for group in user.groups.all()}, user.user_permissions.count(),
        Group.objects.get(name="editor").permissions.count(),
    )  # fmt: skip


def test_an_administrator_cannot_change_a_superuser_nor_their_password(client):
    above = people.person("above")
    above.is_superuser = True
    above.set_password("un mot de passe assez long")
    above.save()
    client.force_login(people.administrator())
    form = account_form(client, above)
    form.fill(username="mine")
    assert form.save().status_code == 403
    password = {
        "password1": "zorglub-bulgroz-42",
        "password2": "zorglub-bulgroz-42",
        "usable_password": "true",
    }
    target = reverse("admin:auth_user_password_change", args=[above.pk])
    assert client.post(target, password).status_code == 403
    above.refresh_from_db()
    assert above.username == "above"
    assert above.check_password("un mot de passe assez long")
