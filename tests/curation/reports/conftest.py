import pytest

from activities.curation.reports import Header, bring_in, parse
from activities.models import Report
from tests.curation.reports.texts import PLAIN

HEADER = Header("2098", session=153, resolution="152/1")


@pytest.fixture
def prepared():
    """A report in preparation, from its text."""
    bring_in(parse(PLAIN), HEADER)
    return Report.objects.get(ref="2098")
