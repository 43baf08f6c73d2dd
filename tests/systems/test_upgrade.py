"""The upgrade from the release before: edits in every state are there afterwards, and after going back.

That release is taken out of the history, loads its own catalogue into a database of its own, and leaves edits there.
"""

import io
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from tests.systems.server import Server

# The last commit of the release before this one, and its last migration; edits_before.py is written for it.
BEFORE = "e36088900a69"
LAST_MIGRATION = "0018_bounded_refs"
PROGRAMS = Path(__file__).parent
NOT_YET_EXPORTED = "It is not on the list of references issued; export_fixtures adds it."
PAGES = (
    "/fr/",
    "/en/activities/?q=prison",
    "/fr/pays/",
    "/fr/activites.csv",
    "/api/v1/activities/",
    "/fr/rapport/",
)


class Release:
    """The code of a release at work on a database."""

    def __init__(self, folder, url, static):
        self.folder = folder
        self.environment = Server(
            url, STATIC_ROOT=str(static), ALLOWED_HOSTS="localhost,testserver", STATEMENT_TIMEOUT="0",
            PYTHONPATH=str(folder), DJANGO_SETTINGS_MODULE="unodc_catalogue.settings",
        ).environment  # fmt: skip

    def run(self, *command, may_find=False):
        done = subprocess.run(
            [sys.executable, *map(str, command)],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0 or may_find, done.stderr
        return done.stdout

    def manage(self, *command):
        return self.run("manage.py", *command)

    def faults(self):
        """Returns what check_catalogue finds, but for activities that have not been exported yet."""
        *found, _number = self.run("manage.py", "check_catalogue", may_find=True).splitlines()
        return [fault for fault in found if not fault.endswith(NOT_YET_EXPORTED)]

    def describe(self):
        return json.loads(self.run(PROGRAMS / "edits_described.py"))


@pytest.fixture(scope="module")
def code_before(tmp_path_factory):
    """The folder of the release before; skipped where the clone has no history."""
    archive = subprocess.run(["git", "archive", BEFORE], cwd=settings.BASE_DIR, capture_output=True)  # noqa: S607
    if archive.returncode:
        pytest.skip(f"the history does not reach back to {BEFORE}: git fetch --unshallow")
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def edited(postgres, code_before):
    """(the release before at work on its database, {state: ref} of the edits left there)."""
    with postgres.connect() as session:
        session.execute("CREATE DATABASE before TEMPLATE template0 ENCODING 'UTF8'")
    before = Release(
        code_before, f"{postgres.url.rpartition('/')[0]}/before", code_before / "static-collected"
    )
    compile_messages = (
        "-m",
        "babel.messages.frontend",
        "-q",
        "compile",
        "-D",
        "django",
        "-d",
        "unodc_catalogue/locale",
    )
    before.run(*compile_messages)
    for command in (["migrate", "-v0"], ["load_catalogue"], ["collectstatic", "--noinput", "-v0"]):
        before.manage(*command)
    return before, json.loads(before.run(PROGRAMS / "edits_before.py"))


@pytest.fixture
def upgraded(postgres, edited):
    """upgraded(): (the release before, the present one) on a copy of that database."""
    before, _states = edited
    with postgres.connect() as session:
        session.execute("DROP DATABASE IF EXISTS after")
        session.execute("CREATE DATABASE after TEMPLATE before")
    url = f"{postgres.url.rpartition('/')[0]}/after"
    present = Release(settings.BASE_DIR, url, settings.STATIC_ROOT)
    present.manage("migrate", "-v0")
    return Release(before.folder, url, before.environment["STATIC_ROOT"]), present


def without_public_texts(described):
    """Leaves out what load_catalogue may correct: published contents that nobody has edited, and their versions."""
    kept = {
        ref: {"status": activity["status"], "draft": activity["draft"], "moves": activity["moves"]}
        for ref, activity in described["activities"].items()
    }
    return described | {"activities": kept}


def test_an_upgrade_loses_no_edit_in_any_state(edited, upgraded):
    before, states = edited
    found = before.describe()
    assert {ref for state, ref in states.items() if state != "uploaded"} <= set(found["activities"])
    _before, present = upgraded
    assert present.describe() == found
    loaded = present.manage("load_catalogue")
    kept = loaded.splitlines()[-1]
    assert all(states[state] in kept for state in ("approved", "withdrawn", "reopened"))
    present.manage("refresh_search")
    assert without_public_texts(present.describe()) == without_public_texts(found)
    assert present.faults() == []


def test_pages_are_served_by_the_upgraded_catalogue(edited, upgraded):
    _before, states = edited
    _code, present = upgraded
    with Server(present.environment["DATABASE_URL"], API_RATE="", API_FILE_RATE="") as server:
        server.ready("/readyz")
        assert {path: server.get(path).status for path in PAGES} == dict.fromkeys(PAGES, 200)
        assert (
            "Titre récrit par une analyste (approved)"
            in server.get(f"/fr/activites/{states['approved']}/").text
        )
        for state in ("draft", "submitted", "sent back", "discarded"):
            page = server.get(f"/fr/activites/{states[state]}/")
            assert page.status == 200
            assert f"({state})" not in page.text
        assert server.get(f"/fr/activites/{states['withdrawn']}/").status == 410
        assert server.get(f"/fr/activites/{states['new']}/").status == 404


def test_the_release_before_goes_on_after_its_migrations_were_rolled_back(edited, upgraded):
    before, _states = edited
    old_code, present = upgraded
    present.manage("migrate", "-v0", "activities", LAST_MIGRATION)
    assert old_code.describe() == before.describe()
    assert old_code.faults() == before.faults() == []


def test_the_page_on_upgrades_classes_every_migration_since():
    page = (settings.BASE_DIR / "deploy" / "UPGRADE.md").read_text(encoding="utf-8")
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    since = {name for app, name in disk if app == "activities" and name > LAST_MIGRATION}
    assert set(re.findall(r"^\| `(\d{4}_\w+)` \|", page, re.M)) == since
