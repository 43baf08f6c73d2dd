import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _everybody_returns_rested():
    """The throttle counts in the process's cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def without_limit(settings):
    settings.API_RATE = settings.API_FILE_RATE = None
