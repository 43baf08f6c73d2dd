"""Commands report what they did, and fail with a reason."""

import re
import shutil
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from activities.curation.fixtures.loading import TABLES
from activities.management.commands import add_analyst
from activities.models import Activity, ActivityText
from tests.catalogues import SAMPLE, empty_catalogue, put

pytestmark = pytest.mark.django_db

VICTIMS = "2099/activities/iv-c-1.yaml"


def said(command, *arguments):
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def small(tmp_path):
    """A copy of the sample catalogue; the database has none."""
    empty_catalogue()
    return shutil.copytree(SAMPLE, tmp_path / "small")


@pytest.fixture
def loaded(small):
    call_command("load_catalogue", str(small), stdout=StringIO())
    return small


def edit_title():
    ActivityText.objects.filter(activity__ref="2099-026-4", language="fr").update(
        title="Titre d’une analyste"
    )


def test_load_catalogue_says_what_became_of_each_table(small):
    lines = said("load_catalogue", small)
    assert [line.partition(":")[0] for line in lines] == list(TABLES)
    assert all(re.fullmatch(r"\w+: \d+ created, 0 updated, 0 unchanged, 0 kept", line) for line in lines)
    assert "activity: 9 created, 0 updated, 0 unchanged, 0 kept" in lines


def test_load_catalogue_names_what_it_kept_and_what_it_replaced(loaded):
    edit_title()
    put(loaded / VICTIMS, "2099-026-5", "kind", "training")
    lines = said("load_catalogue", loaded)
    assert "activity: 0 created, 1 updated, 7 unchanged, 1 kept" in lines
    assert lines[-1] == "edited here and kept: 2099-026-4"
    lines = said("load_catalogue", loaded, "--overwrite", "2099-026-4")
    assert "activity: 0 created, 1 updated, 8 unchanged, 0 kept" in lines
    assert not ActivityText.objects.filter(title="Titre d’une analyste").exists()


def test_load_catalogue_reads_the_repository_s_fixtures_unless_told_otherwise():
    assert "country: 0 created, 0 updated, 195 unchanged, 0 kept" in said("load_catalogue")


def test_load_catalogue_fails_with_every_problem_and_loads_nothing(small):
    put(small / VICTIMS, "2099-026-4", "kind", "dance")
    put(small / VICTIMS, "2099-026-5", "themes", ["dance"])
    with pytest.raises(CommandError) as failure:
        said("load_catalogue", small)
    first, *problems = str(failure.value).splitlines()
    assert first == "nothing was loaded:"
    assert [problem.split(": ")[:3] for problem in problems] == [
        [str(small / VICTIMS), "2099-026-4", "kind"],
        [str(small / VICTIMS), "2099-026-5", "themes.0"],
    ]
    assert not Activity.objects.exists()


def test_load_catalogue_fails_when_asked_to_overwrite_what_no_file_knows(loaded):
    with pytest.raises(CommandError, match="--overwrite: no record is called 2099-999-1"):
        said("load_catalogue", loaded, "--overwrite", "2099-999-1")


def test_load_catalogue_fails_without_a_directory_of_fixtures(tmp_path):
    with pytest.raises(CommandError, match=r"countries\.yaml: the file is missing"):
        said("load_catalogue", tmp_path / "nowhere")


def test_export_fixtures_says_how_many_files_it_wrote_and_where(loaded, tmp_path):
    target = tmp_path / "exported"
    assert said("export_fixtures", target) == [f"13 files written to {target}"]
    for path in loaded.rglob("*.yaml"):
        assert (target / path.relative_to(loaded)).read_bytes() == path.read_bytes()


def test_export_fixtures_fails_with_every_problem_and_writes_nothing(loaded, tmp_path):
    ActivityText.objects.filter(activity__ref="2099-026-4").update(title="Deux  espaces")
    with pytest.raises(CommandError) as failure:
        said("export_fixtures", tmp_path / "exported")
    assert str(failure.value).splitlines()[0] == "nothing was written:"
    assert "activity 2099-026-4: texts.en.title: " in str(failure.value)
    assert not (tmp_path / "exported").exists()


def an_account(*arguments):
    lines = said("add_analyst", "camille", *arguments)
    return User.objects.get(username="camille"), lines


@pytest.mark.parametrize("role", ["analyst", "editor", "administrator"])
def test_an_account_is_made_with_its_role_and_a_password_that_is_shown_once(role, client, caplog):
    user, lines = an_account("--role", role, "--generate")
    password = lines[-1].removeprefix("password: ")
    assert [group.name for group in user.groups.all()] == [role]
    assert (user.is_staff, user.is_superuser, user.check_password(password)) == (True, False, True)
    assert len(password) >= 20
    assert password not in caplog.text


def test_an_account_has_the_password_that_was_typed_twice(monkeypatch):
    monkeypatch.setattr(add_analyst, "getpass", lambda prompt: "zorglub-bulgroz-42")
    user, lines = an_account()
    assert user.check_password("zorglub-bulgroz-42")
    assert [group.name for group in user.groups.all()] == ["analyst"]
    assert "zorglub-bulgroz-42" not in " ".join(lines)


@pytest.mark.parametrize(
    "typed", [("zorglub-bulgroz-42", "zorglub-bulgroz-43"), ("court", "court"), ("123456789012345",) * 2]
)
def test_passwords_that_differ_or_are_weak_make_no_account(monkeypatch, typed):
    answers = iter(typed)
    monkeypatch.setattr(add_analyst, "getpass", lambda prompt: next(answers))
    with pytest.raises(CommandError):
        an_account()
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["camille", "deux mots"])
def test_a_name_that_is_taken_or_malformed_makes_no_account(name):
    User.objects.create_user("camille")
    with pytest.raises(CommandError):
        said("add_analyst", name, "--generate")
    assert User.objects.count() == 1
