import pytest


@pytest.fixture(autouse=True)
def _builds_of_its_own(settings, tmp_path):
    settings.SENTENCE_INDEX_DIR = tmp_path / "sentences"
