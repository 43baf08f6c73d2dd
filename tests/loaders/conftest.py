import shutil

import pytest
from django.conf import settings

from activities.loaders import load
from tests.catalogues import cut_out, empty_catalogue


@pytest.fixture(scope="session")
def _cut_out(tmp_path_factory):
    directory = tmp_path_factory.mktemp("catalogue")
    cut_out(settings.FIXTURES_DIR, directory)
    return directory


@pytest.fixture
def small(tmp_path, _cut_out):
    """A small catalogue, part of the real one, that a test may spoil."""
    return shutil.copytree(_cut_out, tmp_path / "small")


@pytest.fixture
def empty(db):
    """A database without a catalogue."""
    empty_catalogue()


@pytest.fixture
def loaded(empty, small):
    """The directory of a small catalogue, which is all that the database holds."""
    load(small)
    return small
