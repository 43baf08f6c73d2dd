"""Real servers, started and stopped, killed and restarted; run by ./catalogue test --systems."""

from pathlib import Path

import pytest
from django.db import connection

from tests import databases


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.systems)
            # Without a test that says so, pytest-django would leave the database as it is: the real one.
            item.add_marker(pytest.mark.django_db)


@pytest.fixture
def database_url(db):
    """The URL of the test database, for servers that only read: what they write would stay."""
    return databases.address(connection.settings_dict["NAME"])
