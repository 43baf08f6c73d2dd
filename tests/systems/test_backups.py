"""Backups are whole, are restored as they were, and the drill notices when they are not; recovery to a point in time."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.systems.postgres import OwnPostgres
from unodc_catalogue.local.binaries import unprivileged

TABLE = "activities_activitytext"
CHANGE = f"UPDATE {TABLE} SET title = 'Changed'"  # noqa: S608  # a name of ours
TITLES = f"SELECT activity_id, language, title FROM {TABLE} ORDER BY 1, 2"  # noqa: S608  # the same
RESTORE_POINT = "before the accident"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


@pytest.fixture
def manage(postgres):
    """manage(command, …, url=…): runs a command of manage.py on the database of the tests, or on another."""

    def run(*arguments, url=postgres.url):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            env=os.environ | {"DATABASE_URL": url},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def edited(postgres):
    """Changes the catalogue, and restores it afterwards."""
    whole = postgres.dump()
    yield lambda: change(postgres)
    postgres.restore(whole)


def change(postgres):
    with postgres.connect() as session:
        session.execute(CHANGE)
        session.execute(
            "UPDATE activities_catalogueversion SET number = number + 1, mark = gen_random_uuid()"
        )


def titles(postgres):
    with postgres.connect() as session:
        return session.execute(TITLES).fetchall()


def test_a_backup_is_restored_as_it_was_over_later_edits(postgres, manage, folder, edited):
    before = titles(postgres)
    assert manage("backup", folder).returncode == 0
    edited()
    assert titles(postgres) != before
    refused = manage("restore", folder)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert titles(postgres) != before
    done = manage("restore", folder, "--replace")
    assert done.returncode == 0, done.stderr
    assert titles(postgres) == before


def test_a_fresh_database_takes_a_backup(postgres, manage, folder):
    manage("backup", folder)
    with postgres.connect() as session:
        session.execute("DROP DATABASE IF EXISTS fresh")
        session.execute("CREATE DATABASE fresh")
    fresh = f"{postgres.url.rpartition('/')[0]}/fresh"
    done = manage("restore", folder, url=fresh)
    assert done.returncode == 0, done.stderr
    assert manage("check_catalogue", url=fresh).stdout == manage("check_catalogue").stdout == "0 faults\n"


def test_the_drill_names_what_has_changed_since(postgres, manage, folder, edited):
    manage("backup", folder)
    whole = manage("drill_backup", folder)
    assert whole.returncode == 0, whole.stderr
    assert "changed since" not in whole.stdout
    edited()
    later = manage("drill_backup", folder)
    assert later.returncode == 0
    assert f"{TABLE}: changed since the backup" in later.stdout
    with postgres.connect() as session:
        names = session.execute("SELECT datname FROM pg_database WHERE datname LIKE '%drill%'").fetchall()
    assert names == []


@pytest.mark.parametrize("spoil", ["cut", "another", "digests"])
def test_the_drill_notices_a_spoiled_backup(manage, folder, edited, spoil):
    manage("backup", folder)
    (path,) = folder.glob("*.dump")
    if spoil == "cut":
        path.write_bytes(path.read_bytes()[:-1000])
    elif spoil == "another":
        edited()
        manage("backup", folder / "later.dump")
        (folder / "later.dump").replace(path)
    else:
        path.with_name(f"{path.name}.json").unlink()
    done = manage("drill_backup", path)
    assert done.returncode == 1
    assert (f"{TABLE}: not as it was backed up" in done.stdout) is (spoil == "another")
    assert "Traceback" not in done.stderr


def test_a_backup_that_fails_leaves_nothing_and_the_last_one_alone(postgres, manage, folder):
    manage("backup", folder / "one.dump")
    before = (folder / "one.dump").read_bytes()
    with postgres.connect() as session:
        session.execute("CREATE ROLE poor LOGIN")
    url = postgres.url.replace("//", "//poor@", 1) if "@" not in postgres.url else None
    done = manage("backup", folder / "one.dump", url=url or postgres.url.replace("catalogue@", "poor@", 1))
    assert done.returncode == 1
    assert "permission denied" in done.stderr
    assert (folder / "one.dump").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["one.dump", "one.dump.json"]


def test_only_the_newest_are_kept_and_nobody_else_may_read_them(manage, folder):
    for day in ("20200101", "20200102"):
        (folder / f"catalogue-{day}T000000Z.dump").touch()
    (folder / "notes.txt").touch()
    done = manage("backup", folder, "--keep", 2)
    assert done.returncode == 0, done.stderr
    kept = sorted(folder.glob("*.dump"))
    assert len(kept) == 2
    assert kept[0].name == "catalogue-20200102T000000Z.dump"
    assert kept[1].stat().st_mode & 0o077 == 0
    assert (folder / "notes.txt").exists()


@pytest.fixture
def archive(postgres):
    """A folder to which the server copies its WAL while the test runs."""
    folder = postgres.server.directory.parent / "archive"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o777)  # the server may run under another account
    with postgres.connect() as session:
        session.execute("ALTER SYSTEM SET archive_mode = on")
        session.execute(f"ALTER SYSTEM SET archive_command = 'cp %p {folder}/%f'")
    postgres.stop()
    postgres.start()
    yield folder
    with postgres.connect() as session:
        session.execute("ALTER SYSTEM RESET archive_mode")
        session.execute("ALTER SYSTEM RESET archive_command")


def test_a_point_in_time_is_recovered_from_a_base_backup_and_wal(postgres, edited, archive):
    before = titles(postgres)
    copy = OwnPostgres(archive.parent / "copy")
    base_backup = [*unprivileged(), postgres.binaries / "pg_basebackup", f"--dbname={postgres.url}"]
    subprocess.run(
        [*base_backup, f"--pgdata={copy.server.directory}"], check=True, capture_output=True, cwd="/"
    )
    with postgres.connect() as session:
        session.execute(f"SELECT pg_create_restore_point('{RESTORE_POINT}')")
        edited()
        session.execute("SELECT pg_switch_wal()")
    postgres.stop()  # once it has archived everything
    with (copy.server.directory / "postgresql.auto.conf").open("a") as options:
        options.write(f"restore_command = 'cp {archive}/%f %p'\narchive_mode = off\n")
        options.write(f"recovery_target_name = '{RESTORE_POINT}'\nrecovery_target_action = promote\n")
    (copy.server.directory / "recovery.signal").touch()
    copy.start()
    try:
        assert titles(copy) == before
    finally:
        copy.stop()
        postgres.start()
