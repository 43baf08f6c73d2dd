"""Commands on a database that has not been migrated explain what to do."""

import os
import sys
from subprocess import DEVNULL
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError
from psycopg import sql

from tests import databases
from unodc_catalogue import commands
from unodc_catalogue.local import execute


@pytest.fixture(scope="module")
def empty_database():
    """The URL of a database without tables."""
    name = f"test_without_tables_{uuid4().hex[:12]}"
    with psycopg.connect(databases.address("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield databases.address(name)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def manage(url, *arguments):
    return execute(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "unodc_catalogue.settings"},
        stdin=DEVNULL,
        capture_output=True,
    )


@pytest.mark.parametrize("command", [["add_analyst", "amina"], ["check_catalogue"], ["work", "--batch"]])
def test_a_command_before_the_first_run_says_what_to_do_in_one_line(empty_database, command):
    done = manage(empty_database, *command)
    assert done.returncode == 1
    assert (done.stdout, done.stderr.splitlines()) == ("", [commands.NOT_MIGRATED])
    assert "./catalogue run" in commands.NOT_MIGRATED


def test_the_traceback_is_there_for_those_who_ask(empty_database):
    assert "Traceback" in manage(empty_database, "check_catalogue", "--traceback").stderr


@pytest.mark.django_db
def test_a_mistake_of_our_own_keeps_its_traceback(monkeypatch):
    def fail(_argv):
        raise ProgrammingError("column does not exist")

    monkeypatch.setattr(commands, "execute_from_command_line", fail)
    with pytest.raises(ProgrammingError):
        commands.execute(["manage.py", "check_catalogue"])
