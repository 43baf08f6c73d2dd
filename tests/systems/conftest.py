"""Real servers, started and stopped, killed and restarted; run by ./catalogue test --systems."""

from pathlib import Path

import pytest
from django.db import connection

from tests import databases
from tests.systems.postgres import OwnPostgres


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.systems)
            item.add_marker(pytest.mark.xdist_group("systems"))  # each of them loads the whole machine
            # Without a test that says so, pytest-django would leave the database as it is: the real one.
            item.add_marker(pytest.mark.django_db)


@pytest.fixture
def database_url(db):
    """The URL of the test database, for servers that only read: what they write would stay."""
    return databases.address(connection.settings_dict["NAME"])


@pytest.fixture(scope="module")
def postgres(django_db_setup, django_db_blocker, tmp_path_factory):
    """A server of its own with a copy of the catalogue, for tests that write to it or take it away."""
    server = OwnPostgres(tmp_path_factory.mktemp("postgres"))
    with django_db_blocker.unblock():
        source = databases.address(connection.settings_dict["NAME"])
    try:
        server.fill(source)
        yield server
    finally:
        server.stop()
