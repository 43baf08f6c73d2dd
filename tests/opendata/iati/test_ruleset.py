"""IATI files break no rule of the standard, and pass the validator of others."""

import json
from datetime import date

import pytest
from lxml import etree
from okfn_iati import IatiValidator

from activities.models import Country, Region, Theme
from tests.factories import ActivityFactory, FigureFactory
from tests.material import required
from tests.opendata.iati.ruleset import findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_without_limit")]

DATED = {"start": date(2020, 1, 1), "date_precision": "year"}
REASON = "the source names no country or region that receives it, which IATI requires"


@pytest.fixture
def _without_limit(settings):
    settings.API_FILE_RATE = None


@pytest.fixture(scope="module")
def ruleset():
    return json.loads((required("IATI_SCHEMA_DIR", "IATI's ruleset") / "ruleset-standard.json").read_text())


def sent(client, address="/fr/activites.xml"):
    return b"".join(client.get(address).streaming_content)


def varied():
    """Dated activities of every scope, with and without each kind of place."""
    kenya, uganda = Country.objects.filter(iso3__in=["KEN", "UGA"]).order_by("iso3")
    for scope in ("global", "regional", "national", "local"):
        for countries in ([], [kenya], [kenya, uganda]):
            for slugs in ([], ["caribbean"], ["caribbean", "sahel"], ["caribbean", "europe", "africa"]):
                relations = {
                    "regions": Region.objects.filter(slug__in=slugs),
                    "themes": Theme.objects.all()[:3],
                }
                ActivityFactory(scope=scope, countries=countries, relations=relations, **DATED)
    FigureFactory(activity=ActivityFactory(countries=[kenya], relations=relations, **DATED), period="2020")


def test_no_rule_of_the_standard_is_broken(client, ruleset):
    varied()
    tree = etree.fromstring(sent(client))
    assert len(tree.findall("iati-activity")) > 60
    assert findings(tree, ruleset) == []


def test_the_validator_of_others_finds_nothing(client):
    varied()
    valid, errors = IatiValidator().validate(sent(client).decode().replace('encoding="utf-8"', ""))
    assert (valid, [messages for messages in errors.values() if messages]) == (True, []), errors


BREAKS = {
    "3.7.1": lambda record: [place.getparent().remove(place) for place in record.xpath("recipient-country")],
    "3.1.2": lambda record: record.find("recipient-country").set("percentage", "49"),
    "1.1.21": lambda record: record.find("iati-identifier").__setattr__("text", "XX-1"),
    "6.11.1": lambda record: record.remove(record.find("activity-date")),
    "11.1.4": lambda record: record.find("activity-date").set("iso-date", "2999-01-01"),
    "4.3.1": lambda record: record.find("title/narrative").__setattr__("text", None),
    "1.3.1": lambda record: record.find("iati-identifier").__setattr__("text", "XM-DAC-41128-1 "),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_the_rules_are_really_evaluated(client, ruleset, rule):
    countries = Country.objects.filter(iso3__in=["KEN", "UGA"])
    texts = {"fr": ("Titre", "Résumé")}
    activity = ActivityFactory(
        countries=countries, relations={"themes": Theme.objects.all()[:1]}, texts=texts, **DATED
    )
    tree = etree.fromstring(sent(client, f"/fr/activites/{activity.ref}.xml"))
    BREAKS[rule](tree.find("iati-activity"))
    assert rule in [found for found, _identifier in findings(tree, ruleset)]


@pytest.mark.parametrize("scope", ["regional", "national", "local"])
@pytest.mark.parametrize("role", [None, "host", "organiser"])
def test_what_no_place_receives_is_named_and_not_carried(client, scope, role):
    activity = ActivityFactory(scope=scope, **DATED)
    if role:
        activity.country_roles.create(country=Country.objects.get(iso3="KEN"), role=role)
    tree = etree.fromstring(sent(client, f"/fr/activites/{activity.ref}.xml"))
    assert tree.find("iati-activity") is None
    said = [comment.text.strip() for comment in tree.iter(etree.Comment)]
    assert f"not carried: {activity.ref}: {REASON}" in said
    assert said[-1] == "complete: 0 of 1 activities"
    page = client.get("/en/data/iati/").text
    assert activity.ref in page.partition('id="placeless"')[2].partition("<h2")[0]
    assert activity.ref not in page.partition('id="carried"')[2].partition("<h2")[0]


def test_no_activity_is_national_without_a_nation(client):
    activity = ActivityFactory(
        scope="national", relations={"regions": Region.objects.filter(slug="sahel")}, **DATED
    )
    record = etree.fromstring(sent(client, f"/fr/activites/{activity.ref}.xml")).find("iati-activity")
    assert record.find("activity-scope") is None
    for record in etree.fromstring(sent(client)).iter("iati-activity"):
        if record.xpath("activity-scope/@code") == ["4"]:
            assert len(record.findall("recipient-country")) == 1


@pytest.mark.parametrize("path", ["/fr/donnees/iati/", "/en/data/iati/"])
def test_the_page_states_how_the_file_is_published(client, settings, path):
    settings.PUBLIC_URL = "https://catalogue.example.org"
    said = client.get(path).text.partition('id="registry"')[2]
    assert "<code>https://catalogue.example.org/" in said
    assert "IATI_REPORTING_ORG_REF" in said
