from io import StringIO

import pytest
from django.core.management import call_command

from activities.models import Activity, ActivityText, Paragraph
from activities.search.indexing import publish_changes

pytestmark = pytest.mark.django_db


def check():
    """Returns the output of the command and its exit code."""
    stdout = StringIO()
    try:
        call_command("check_catalogue", stdout=stdout)
    except SystemExit as end:
        return stdout.getvalue().splitlines(), end.code
    return stdout.getvalue().splitlines(), 0


def test_a_whole_catalogue_passes():
    assert check() == (["0 faults"], 0)


def test_each_fault_is_a_line_that_begins_with_its_record():
    ActivityText.objects.filter(activity__ref="2021-026-2", language="en").update(title="Police.")
    publish_changes(Activity.objects.filter(ref="2021-026-2"))
    assert check() == (["2021-026-2: The title ends with a full stop: Police.", "1 fault"], 1)
    Paragraph.objects.filter(number=26).update(disposition="context")
    assert check() == (
        [
            "paragraph 2021 26: It is marked as “context”, but a published entry cites it.",
            "2021-026-2: The title ends with a full stop: Police.",
            "2 faults",
        ],
        1,
    )
