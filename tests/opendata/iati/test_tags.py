"""The goals of the 2030 Agenda stand where the report names them, and nowhere else."""

import re

import pytest
import yaml
from django.conf import settings
from lxml import etree

from activities.models import Activity
from tests import source_text

pytestmark = pytest.mark.django_db

NUMBERED = re.compile(
    r"(?:objectifs?|cibles?|ODD)(?: de développement durable)? (?:n[o°º]s? ?)?(\d+)(?: et (\d+))?", re.I
)


def rows():
    return yaml.safe_load((settings.FIXTURES_DIR / "sdg_goals.yaml").read_text(encoding="utf-8"))


def test_the_table_has_every_goal_that_the_report_names():
    named = {
        number: [goal for found in NUMBERED.finditer(text) for goal in found.groups() if goal]
        for number, text in source_text.paragraphs().items()
    }
    assert {row["paragraph"]: row["goals"] for row in rows()} == {
        number: goals for number, goals in named.items() if goals
    }


def test_an_activity_of_the_table_cites_its_paragraph():
    for row in rows():
        cited = Activity.objects.get(ref=row["ref"]).cited_paragraphs
        assert row["paragraph"] in [paragraph.number for paragraph in cited]


def test_a_record_carries_its_goals_and_no_other_does(client):
    content = b"".join(client.get("/en/activities.xml").streaming_content)
    tagged = {
        record.findtext("iati-identifier").rpartition("41128-")[2]: [
            tag.get("code") for tag in record.iter("tag")
        ]
        for record in etree.fromstring(content).iter("iati-activity")
        if record.find("tag") is not None
    }
    assert tagged == {row["ref"]: row["goals"] for row in rows()}
