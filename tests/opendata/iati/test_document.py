"""IATI files: valid against the official schema and code lists, complete, and true to the activities."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db.models import Q
from django.test import override_settings
from lxml import etree

from activities.models import Activity, Country, Region, Theme
from activities.models.figures import Unit
from activities.opendata import iati
from activities.opendata.iati import stream
from activities.search import current_index
from tests.addresses import ANY, filled
from tests.factories import ActivityFactory, FigureFactory
from tests.material import required

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden.xml"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Attributes with a code, and the official list that has it.
CODES = {
    "activity-status/@code": "ActivityStatus",
    "activity-date/@type": "ActivityDateType",
    "reporting-org/@type": "OrganisationType",
    "participating-org/@type": "OrganisationType",
    "participating-org/@role": "OrganisationRole",
    "recipient-country/@code": "Country",
    "recipient-region/@vocabulary": "RegionVocabulary",
    "recipient-region[@vocabulary='1']/@code": "Region",
    "sector/@vocabulary": "SectorVocabulary",
    "sector[@vocabulary='1']/@code": "Sector",
    "tag[@vocabulary='2']/@code": "UNSDG-Goals",
}
# Lists that are part of the standard and not among the material: what the files use of them.
EMBEDDED = {
    "activity-scope/@code": {"1", "2", "3", "4"},
    "description/@type": {"1", "3", "4"},
    "result/@type": {"1"},
    "result/indicator/@measure": {"1", "2"},
    "document-link/category/@code": {"A12"},
}


@pytest.fixture(autouse=True)
def _without_limit(settings):
    cache.clear()
    settings.API_FILE_RATE = None


def schema_directory():
    return required("IATI_SCHEMA_DIR", "IATI's schema and code lists")


def codes(name):
    """{code: (name in English, in French)} of the active codes of an official list."""
    tree = etree.parse(schema_directory() / f"{name}.xml")
    return {
        item.findtext("code"): tuple(narrative.text for narrative in item.findall("name/narrative"))
        for item in tree.iter("codelist-item")
        if item.get("status", "active") == "active"
    }


def sent(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return b"".join(response.streaming_content)


def records(client, address="/fr/activites.xml"):
    return etree.fromstring(sent(client, address))


def record_of(client, activity, path="/fr/activites"):
    return records(client, f"{path}/{activity.ref}.xml")[-2]


def comments(tree):
    return [comment.text.strip() for comment in tree.iter(etree.Comment)]


def by_hand(**kwargs):
    """An activity that uses what the curated ones with a date leave unused."""
    dates = {"start": date(2098, 3, 1), "end": date(2098, 3, 31), "date_precision": "month"}
    activity = ActivityFactory(**{"countries": Country.objects.filter(iso3="FJI"), **dates, **kwargs})
    activity.themes.set(Theme.objects.filter(slug__in=["corruption", "money-laundering", "sport"]))
    return activity


def figure(activity, **values):
    words = {"label_fr": "juges", "label_en": "judges"}
    return FigureFactory(activity=activity, **{"value": Decimal(120), "period": "2098", **words, **values})


def validate(tree):
    schema = etree.XMLSchema(etree.parse(schema_directory() / "iati-activities-schema.xsd"))
    assert schema.validate(tree), schema.error_log
    for path, name in CODES.items():
        assert set(tree.xpath(f"//{path}")) <= set(codes(name)), path
    for path, known in EMBEDDED.items():
        assert set(tree.xpath(f"//{path}")) <= known, path


def test_every_published_record_is_valid_by_schema_and_code_lists(client):
    tree = records(client)
    validate(tree)
    dated = Activity.objects.published().exclude(start=None)
    received = (
        Q(country_roles__role__in=["beneficiary", "party"]) | Q(regions__isnull=False) | Q(scope="global")
    )
    assert len(tree.findall("iati-activity")) == dated.filter(received).distinct().count() > 25


def test_what_the_curated_records_leave_unused_is_valid_too(client):
    activity = by_hand(scope="regional", countries=Country.objects.filter(iso3__in=["KEN", "UGA"]))
    activity.regions.set(Region.objects.filter(slug__in=["sahel", "caribbean"]))
    figure(activity)
    figure(activity, position=1, unit=Unit.objects.get(slug="per_cent"), value=Decimal("12.5"))
    validate(records(client, f"/fr/activites/{activity.ref}.xml"))


def seizures():
    """An activity of one year, three themes, three regions and two figures."""
    activity = ActivityFactory(
        ref="2099-001-1",
        kind="event",
        scope="regional",
        start=date(2020, 1, 1),
        date_precision="year",
        texts={
            "fr": ("Cinq forums sur des saisies", "Cinq forums ont eu lieu en 2020."),
            "en": ("Five forums on seizures", "Five forums took place in 2020."),
        },
        relations={
            "themes": Theme.objects.filter(
                slug__in=["criminal-investigation", "law-enforcement-cooperation", "drug-trafficking"]
            ),
            "regions": Region.objects.filter(slug__in=["africa", "latin-america", "europe"]),
        },
    )
    for position, (unit, value, french, english) in enumerate(
        (("events", 5, "forums", "forums"), ("cases", 45, "saisies", "seizures"))
    ):
        row = {"label_fr": french, "label_en": english, "period": "2020"}
        figure(activity, position=position, unit=Unit.objects.get(slug=unit), value=value, **row)
    return activity


def test_the_shape_of_a_record_is_the_golden_one(client):
    tree = records(client, f"/fr/activites/{seizures().ref}.xml")
    del tree.attrib["generated-datetime"]
    tree.remove(next(node for node in tree.iter(etree.Comment) if node.text.startswith(" date: ")))
    for element in tree.iter("iati-activity"):
        del element.attrib["last-updated-datetime"]
    etree.indent(tree)
    assert etree.tostring(tree, encoding="unicode") + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_an_activity_without_a_date_is_named_with_the_reason_and_not_carried(client):
    activity = ActivityFactory()
    tree = records(client, f"/fr/activites/{activity.ref}.xml")
    assert tree.findall("iati-activity") == []
    reason = "the source states no date, which IATI requires"
    assert f"not carried: {activity.ref}: {reason}" in comments(tree)


def test_each_activity_of_a_list_is_carried_or_named(client):
    tree = records(client, "/en/activities.xml?theme=corruption")
    wanted = client.get("/en/activities/?theme=corruption").context["page"].paginator.count
    left_out = [line for line in comments(tree) if line.startswith("not carried: ")]
    carried = tree.findall("iati-activity")
    assert len(carried) + len(left_out) == wanted
    assert carried
    assert left_out


def test_the_count_stands_first_and_last(client):
    tuvalu = [Country.objects.get(iso3="TUV")]
    by_hand(countries=tuvalu)
    ActivityFactory.create_batch(2, countries=tuvalu)
    found = Activity.objects.published().filter(countries__in=tuvalu)
    said = comments(records(client, "/fr/activites.xml?country=TUV"))
    assert said[0] == f"count: {found.exclude(start=None).count()} of {found.count()} activities"
    assert said[-1] == said[0].replace("count", "complete")


@pytest.mark.parametrize(
    ("address", "query"),
    [("/en/activities.xml?country=KNA&theme=corruption", "Saint Kitts and Nevis · Corruption"),
     ("/fr/activites/2099-001-1.xml", "Activité 2099-001-1")],
)  # fmt: skip
def test_a_file_states_source_query_date_licence_and_permanent_addresses(client, address, query):
    by_hand(ref="2099-001-1")
    said = dict(line.split(": ", 1) for line in comments(records(client, address))[:9])
    assert said["query"] == query
    assert said["address"] == f"http://testserver{address}"
    assert "75/196" in said["source"]
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]", said["date"])
    assert (said["licence"], said["permanent_addresses"]) == ("CC BY 4.0", "http://testserver/id/{ref}")


def test_a_list_that_matches_nothing_gives_a_whole_file_without_records(client):
    tree = records(client, "/fr/activites.xml?q=zzyzx")
    assert tree.findall("iati-activity") == []
    assert comments(tree)[-1] == "complete: 0 of 0 activities"


def test_a_file_that_cannot_be_finished_does_not_look_complete(monkeypatch):
    monkeypatch.setattr(stream, "CHUNK", 1)
    monkeypatch.setattr(stream, "BATCH", 10)
    activity = Activity.objects.published().exclude(start=None).in_report_order().reverse()[0]
    index = current_index()
    received = []

    def receive():
        parts = iati.document(index, index.all, lambda *names, **options: "https://example.org/", {})
        received.append(next(parts))
        Activity.objects.filter(pk=activity.pk).update(status="withdrawn")
        received.extend(parts)

    with pytest.raises(iati.IncompleteError):
        receive()
    assert b"count: " in received[0]
    assert b"complete: " not in b"".join(received)


def test_reading_is_done_in_batches(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        sent(client, "/fr/activites.xml")


def test_a_bad_filter_is_refused(client):
    assert client.get("/fr/activites.xml?theme=nothing").status_code == 400
    assert client.get("/fr/activites/2099-999-1.xml").status_code == 404


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/fr/activites.xml?theme=nothing", "theme"),
        ("/fr/activites.xml?contry=KGZ", "contry"),
        ("/fr/activites.xml?table=figures", "table"),
        (f"/fr/activites/{ANY}.xml?contry=KGZ", "contry"),
    ],
)
def test_what_is_not_valid_is_refused_by_its_name(client, address, parameter):
    response = client.get(filled(address))
    assert response["Content-Type"] == "application/problem+json"
    assert [row["name"] for row in response.json()["parameters"]] == [parameter]


def test_it_counts_as_a_file_and_is_open_to_other_sites(client, settings):
    settings.API_FILE_RATE = "2/minute"
    answers = [client.get(f"/fr/activites{end}") for end in (".xml", f"/{by_hand().ref}.xml", ".xml")]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert {answer["Access-Control-Allow-Origin"] for answer in answers} == {"*"}


def test_two_hyphens_in_the_query_do_not_break_the_file(client):
    assert any("%2D" in line for line in comments(records(client, "/fr/activites.xml?q=a--b--")))


def test_a_control_character_in_a_text_does_not_break_the_file(client):
    activity = by_hand(texts={"fr": ("Titre\x0b", "Résumé\x1f"), "en": ("Title", "Summary")})
    assert record_of(client, activity).findtext("title/narrative") == "Titre"


def test_percentages_of_places_and_of_each_vocabulary_of_sectors_sum_to_100(client):
    activity = by_hand(scope="regional", countries=Country.objects.filter(iso3__in=["KEN", "UGA"]))
    activity.regions.set(Region.objects.filter(slug="caribbean"))
    for record in [*records(client).iter("iati-activity"), record_of(client, activity)]:
        places = record.xpath("recipient-country/@percentage | recipient-region/@percentage")
        assert sum(map(Decimal, places)) == (100 if places else 0)
        for vocabulary in ("1", "99"):
            assert sum(map(Decimal, record.xpath(f"sector[@vocabulary='{vocabulary}']/@percentage"))) == 100


def test_a_venue_is_no_recipient(client):
    activity = by_hand(scope="global", countries=[])
    activity.country_roles.create(country=Country.objects.get(iso3="KEN"), role="host")
    assert record_of(client, activity).findall("recipient-country") == []


def test_one_region_outside_m49_makes_the_vocabulary_of_all_our_own(client):
    activity = by_hand(scope="regional")
    for slugs, vocabulary in ((["caribbean"], {"2"}), (["caribbean", "sahel"], {"99"})):
        activity.regions.set(Region.objects.filter(slug__in=slugs))
        assert set(record_of(client, activity).xpath("recipient-region/@vocabulary")) == vocabulary


def test_a_figure_has_its_value_in_a_closed_period_only(client):
    activity = by_hand()
    figure(activity, qualifier="at_least")
    figure(activity, position=1, period="2097/..")
    figure(activity, position=2, period="")
    figure(activity, position=3, role="context")
    closed, still_open, without = record_of(client, activity).findall("result/indicator")
    assert closed.find("period/period-start").get("iso-date") == "2098-01-01"
    assert closed.find("period/period-end").get("iso-date") == "2098-12-31"
    assert closed.find("period/actual").get("value") == "120"
    assert closed.xpath("period/actual/comment/narrative/text()")[1] == "At least (Paragraph 1)"
    for indicator in (still_open, without):
        assert indicator.find("period") is None
        assert "120 judges" in indicator.xpath("description/narrative/text()")[1]


def test_dates_keep_their_precision_in_words(client):
    record = record_of(client, by_hand())
    assert record.xpath("activity-date/@iso-date") == ["2098-03-01", "2098-03-31"]
    assert record.xpath("activity-date[1]/narrative/text()") == ["mars 2098", "March 2098"]


@pytest.mark.parametrize(
    ("kind", "start", "end", "status"),
    [
        ("service", date(2021, 5, 10), date(2021, 5, 12), "4"),
        ("event", date(2021, 4, 22), None, "4"),
        ("policy", date(2021, 4, 22), None, "2"),
    ],
)
def test_status_follows_from_the_stated_dates(client, kind, start, end, status):
    activity = by_hand(kind=kind, start=start, end=end, date_precision="day")
    assert record_of(client, activity).find("activity-status").get("code") == status


def test_titles_and_descriptions_are_in_both_languages(client):
    for record in records(client).iter("iati-activity"):
        for element in (record.find("title"), *record.findall("description"), *record.findall("sector")):
            assert [narrative.get(XML_LANG) for narrative in element] == ["fr", "en"]


def test_the_reporting_organisation_comes_from_the_settings(client, settings):
    ours = {**settings.IATI_REPORTING_ORG, "ref": "XI-TEST-1", "secondary-reporter": "0"}
    assert settings.IATI_REPORTING_ORG["ref"] == "XM-DAC-41128"
    assert settings.IATI_REPORTING_ORG["secondary-reporter"] == "1"
    with override_settings(IATI_REPORTING_ORG=ours):
        activity = by_hand()
        record = record_of(client, activity)
    assert record.findtext("iati-identifier") == f"XI-TEST-1-{activity.ref}"
    assert dict(record.find("reporting-org").attrib) == {
        "ref": "XI-TEST-1",
        "type": "40",
        "secondary-reporter": "0",
    }


def test_the_file_is_the_same_in_both_languages_but_for_its_own_address(client):
    """It is written after the language of the request has ended."""
    activity = by_hand()
    french, english = (
        record_of(client, activity, path).find("document-link").get("url")
        for path in ("/fr/activites", "/en/activities")
    )
    assert french == english == f"http://testserver/fr/activites/{activity.ref}/"
