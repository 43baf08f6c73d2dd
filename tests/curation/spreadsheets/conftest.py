import pytest

from activities.models import Activity
from tests.admin.conftest import activity, analyst
from tests.curation.spreadsheets.sheets import Sheet

__all__ = ["activity", "analyst"]


@pytest.fixture
def sheet(activity):
    return Sheet(Activity.objects.filter(pk=activity.pk))


@pytest.fixture
def figures(activity):
    return Sheet(Activity.objects.filter(pk=activity.pk), "figures")
