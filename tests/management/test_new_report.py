"""`new_report` reports what it reads, and why it refuses a report."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from activities.models import Report
from tests.curation.reports.texts import PLAIN

pytestmark = pytest.mark.django_db

OPTIONS = ("--year", "2098", "--session", "153", "--resolution", "152/1")


def brought_in(tmp_path, content, *options):
    path = tmp_path / "report.txt"
    path.write_text(content, encoding="utf-8")
    out = StringIO()
    call_command("new_report", str(path), *options, stdout=out)
    return out.getvalue().splitlines()


def test_it_counts_what_became_of_each_table_and_what_is_to_be_decided(tmp_path):
    assert brought_in(tmp_path, PLAIN, *OPTIONS) == [
        "sections: 6 created, 0 updated, 0 unchanged, 0 removed, 0 kept",
        "paragraphs: 3 created, 0 updated, 0 unchanged, 0 removed, 0 kept",
        "texts: 3 created, 0 updated, 0 unchanged, 0 removed, 0 kept",
        "suggestions: 9 created, 0 updated, 0 unchanged, 0 removed, 0 kept",
        "9 suggestions to accept or dismiss in the admin",
    ]
    again = brought_in(tmp_path, PLAIN, "--year", "2098")
    assert again[3] == "suggestions: 0 created, 0 updated, 9 unchanged, 0 removed, 0 kept"


def test_every_fault_of_a_text_is_said_and_nothing_is_written(tmp_path):
    with pytest.raises(CommandError) as failure:
        brought_in(
            tmp_path, PLAIN.replace("3. Trois", "4. Trois").replace("B. Recherche", "C. Recherche"), *OPTIONS
        )
    assert str(failure.value).splitlines() == [
        "nothing was written:",
        "line 18: the heading “C” follows “A”",
        "line 24: paragraph 4 follows paragraph 2",
    ]
    assert not Report.objects.filter(ref="2098").exists()
