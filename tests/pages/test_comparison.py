"""Records side by side: every count is that of the page to which it leads, and nothing is added up."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from activities.models import Activity, Country, Unit
from activities.pages.comparison import MOST, Comparison
from activities.search import current_index, publish_changes
from tests.factories import ActivityFactory, FigureFactory
from tests.html import Page

pytestmark = pytest.mark.django_db

PAIRS = [
    ("country", ["KGZ", "KAZ"]),
    ("country", ["KGZ", "KAZ", "PER", "TUV"]),
    ("region", ["central-asia", "africa"]),
    ("theme", ["corruption", "cybercrime"]),
    ("programme", ["star", "container-control-programme"]),
]


def asked(client, facet, keys, page="compare"):
    return client.get(reverse(page), {facet: keys})


@pytest.mark.parametrize(("facet", "keys"), PAIRS)
def test_each_count_is_that_of_the_list_it_leads_to(client, facet, keys):
    comparison = asked(client, facet, keys).context["comparison"]
    cells = [cell for table in comparison.tables for row in table.rows for cell in row.cells]
    cells += [
        cell
        for _each, facets in comparison.differences
        for _label, values, _left in facets
        for _name, cell in values
    ]
    listed = [cell for cell in cells if cell.url.startswith(reverse("activity_list"))]
    assert len(listed) > 10
    for cell in listed[::7] + listed[-3:]:
        assert client.get(cell.url).context["page"].paginator.count == cell.count, cell.url


def test_the_three_blocks_of_a_country_are_those_of_its_page(client):
    extent = asked(client, "country", ["KGZ", "TUV"]).context["comparison"].tables[0]
    for place, key in enumerate(["KGZ", "TUV"]):
        profile = client.get(reverse("country", args=[key])).context["profile"]
        blocks = [profile.named.count, profile.covering.count, profile.worldwide.count]
        assert [row.cells[place].count for row in extent.rows] == blocks


def test_the_three_blocks_of_a_region_are_those_of_its_page(client):
    extent = asked(client, "region", ["central-asia", "africa"]).context["comparison"].tables[0]
    for place, key in enumerate(["central-asia", "africa"]):
        profile = client.get(reverse("region", args=[key])).context["profile"]
        blocks = [profile.named.count, profile.inside.count, profile.worldwide.count]
        assert [row.cells[place].count for row in extent.rows] == blocks


def test_what_one_alone_has_the_others_lack(client):
    comparison = asked(client, "country", ["KGZ", "KAZ"]).context["comparison"]
    slots = {each.key: each.slots for each in comparison.compared}
    assert comparison.shared == slots["KGZ"] & slots["KAZ"]
    index = current_index()
    names = {name.text["fr"]: key for key, name in index.names["theme"].items()}
    for each, facets in comparison.differences:
        other = "KAZ" if each.key == "KGZ" else "KGZ"
        for label, values, _left in facets:
            if str(label) == "Thème":
                assert values
                for name, _cell in values:
                    assert not index.values["theme"][names[name]] & slots[other]


def test_figures_are_beside_each_other_by_unit_and_of_their_own_country_alone(client):
    unit, countries = Unit.objects.first(), Country.objects.filter(iso3__in=["KGZ", "KAZ"])
    activity = ActivityFactory(countries=countries)
    figure = FigureFactory(activity=activity, unit=unit, countries=countries.filter(iso3="KGZ"))
    publish_changes(Activity.objects.filter(pk=activity.pk))
    rows = dict(Comparison("country", ["KGZ", "KAZ"], current_index()).figures)
    of_kgz, of_kaz = rows[unit.name]
    assert figure in of_kgz
    assert figure not in of_kaz


class TestWhatCannotBeCompared:
    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("country=XXX&country=KGZ", "XXX"),
            ("country=KGZ&theme=corruption", "de même nature"),
            ("country=KGZ&country=KAZ&country=PER&country=TUV&country=NPL", f"{MOST} éléments au plus"),
        ],
    )
    def test_is_refused_with_the_reason(self, client, query, words):
        for name in ("compare", "compare_file"):
            response = client.get(f"{reverse(name)}?{query}")
            assert response.status_code == 400
            assert words in Page(response.text).text

    def test_one_alone_asks_for_another(self, client):
        response = client.get(reverse("compare"), {"country": "kg"})
        assert response.status_code == 200
        (picker,) = response.context["pickers"]
        assert picker.chosen == ["KGZ"]
        assert "KGZ" not in dict(picker.options)
        assert client.get(reverse("compare_file"), {"country": "KGZ"}).status_code == 400

    def test_nothing_yet_offers_every_kind(self, client):
        assert [picker.facet for picker in client.get(reverse("compare")).context["pickers"]] == [
            "country", "region", "theme", "programme",
        ]  # fmt: skip


def test_the_file_has_what_the_page_shows(client):
    response = asked(client, "country", ["KGZ", "KAZ"], "compare_file")
    assert response["Content-Disposition"] == 'attachment; filename="comparaison-KGZ-KAZ.csv"'
    head, *rows = csv.reader(StringIO(response.content.decode("utf-8-sig")))
    assert head[3:] == ["Kirghizistan", "Kazakhstan"]
    comparison = asked(client, "country", ["KGZ", "KAZ"]).context["comparison"]
    shown = [[str(cell.count) for cell in row.cells] for table in comparison.tables for row in table.rows]
    assert [row[3:] for row in rows] == shown


def test_a_comparison_costs_few_queries_however_many_records(client, django_assert_max_num_queries):
    asked(client, "country", ["KGZ", "KAZ", "PER", "NPL"])
    with django_assert_max_num_queries(6):
        asked(client, "country", ["KGZ", "KAZ", "PER", "NPL"])


def test_a_record_without_activities_stands_beside_one_with_many(client):
    empty = next(
        code for code in current_index().records["country"] if code not in current_index().values["country"]
    )
    page = asked(client, "country", [empty, "KGZ"])
    assert page.status_code == 200
    assert Activity.objects.published().exists()
    assert page.context["comparison"].tables[0].rows[0].cells[0].count == 0
