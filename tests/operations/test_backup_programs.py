"""A backup is made and restored by programs of the server's own version."""

import pytest
from django.db import connection

from unodc_catalogue.local.binaries import find_binaries
from unodc_catalogue.operations import backups

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_debian(monkeypatch, tmp_path):
    """of_debian(version): Debian's programs of a version, in a folder of the test."""
    monkeypatch.setattr(backups, "DEBIAN", tmp_path)
    monkeypatch.delenv("PG_BIN", raising=False)

    def make(version):
        folder = tmp_path / str(version) / "bin"
        folder.mkdir(parents=True)
        (folder / "pg_restore").touch()
        return folder

    return make


def version():
    with connection.cursor() as cursor:
        return cursor.connection.info.server_version // 10_000


def test_the_version_of_the_server_is_preferred_to_a_newer_one(of_debian):
    of_debian(version() + 1)
    own = of_debian(version())
    assert backups.Database()._programs() == own


def test_without_it_those_that_are_found_serve(of_debian):
    of_debian(version() - 1)
    assert backups.Database()._programs() == find_binaries()


def test_the_operator_may_name_others(of_debian, monkeypatch):
    of_debian(version())
    monkeypatch.setenv("PG_BIN", str(find_binaries()))
    assert backups.Database()._programs() == find_binaries()
