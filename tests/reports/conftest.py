import pytest

from activities.models import Report
from activities.reports import Header, bring_in, parse

from .texts import PLAIN

HEADER = Header("2098", session=153, resolution="152/1")


@pytest.fixture
def prepared():
    """A report in preparation, from its text."""
    bring_in(parse(PLAIN), HEADER)
    return Report.objects.get(ref="2098")
