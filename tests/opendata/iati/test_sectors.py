"""The reviewed table of themes and DAC sectors."""

import pytest
import yaml
from django.conf import settings

from activities.models import Activity, Theme
from activities.opendata.iati.elements import shares
from activities.opendata.iati.sectors import sector_of, sectors, table
from tests.factories import ActivityFactory
from tests.opendata.iati.test_document import codes

pytestmark = pytest.mark.django_db


def rows():
    return yaml.safe_load((settings.FIXTURES_DIR / "dac_sectors.yaml").read_text(encoding="utf-8"))


def test_every_theme_stands_in_the_table_once():
    listed = [theme for row in rows() for theme in row["themes"]]
    assert sorted(listed) == sorted(Theme.objects.values_list("slug", flat=True))


def test_codes_and_names_are_those_of_the_official_list():
    official = codes("Sector")
    for row in rows():
        english, french = (name.replace("'", "’") for name in official[row["code"]])
        assert row["name"] == {"en": english, "fr": french}


def test_a_theme_that_an_analyst_adds_has_the_sector_of_what_it_is_part_of():
    corruption = Theme.objects.get(slug="corruption")
    new = Theme.objects.create(slug="new", name_fr="Nouveau", name_en="New", parent=corruption)
    assert sector_of(new).code == "15113"
    assert sector_of(Theme(slug="alone")).code == "99810"
    assert "new" not in table()[0]


@pytest.mark.parametrize("weights", [[1], [1, 1, 1], [2, 1], [1] * 7, [3, 3, 1]])
def test_shares_sum_to_100(weights):
    assert sum(shares(weights)) == 100
    assert shares([]) == []


def dac_codes(*slugs):
    """The DAC codes of an activity with these themes."""
    activity = ActivityFactory(relations={"themes": Theme.objects.filter(slug__in=slugs)})
    stored = Activity.objects.for_detail().get(pk=activity.pk)
    found = sectors(stored, lambda name: f"https://example.org/{name}")
    return {row.get("code") for row in found if row.get("vocabulary") == "1"}


def test_a_theme_that_cuts_across_has_a_sector_only_where_it_stands_alone():
    prisons, pandemic = dac_codes("prison-management"), dac_codes("covid-19")
    assert pandemic - prisons
    assert dac_codes("prison-management", "covid-19") == prisons
