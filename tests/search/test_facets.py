"""A count always equals the number of results behind its link."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from activities.models import Activity, Country
from activities.search import (
    FACETS,
    ActivityFilter,
    Choice,
    Facet,
    FacetCounts,
    dropped,
    index,
    publish_changes,
)
from activities.search.parameters import toggled
from tests.factories import ActivityFactory
from tests.search import oracle
from tests.search.searching import results_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]

VALUES = {
    "country": ["KGZ", "PER", "COL", "LBN", "TUV"],
    "theme": ["corruption", "whistle-blower-protection", "cross-cutting", "sport", "covid-19"],
    "programme": ["star", "crimjust", "spotlight"],
    "partner": ["undp", "ohchr", "wco"],
    "region": ["latin-america", "africa", "americas", "sahel", "central-asia", "middle-east"],
    "instrument": ["uncac", "untoc"],
    "kind": ["training", "event", "publication"],
    "scope": ["global", "national", "regional"],
    "year": ["2020", "2021", "none"],
    "report": ["2021"],
    "q": ["prison", "formation", "corruption ou police"],
}
SELECTIONS = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), max_size=2, unique=True) for name, values in VALUES.items()
    },
)


def count_of(query):
    """The number of results in the tables themselves."""
    return oracle.activities_of(results_of(query)).count()


def facets_for(query):
    counts = FacetCounts(results_of(query), QueryDict(query))
    return {facet.name: facet for facet in counts.facets()}


def choice(facet, value):
    return next(choice for choice in facet.choices if choice.value == value)


@settings(max_examples=40)
@given(SELECTIONS, st.data())
def test_a_count_is_what_its_link_gives(selection, data):
    query = QueryDict(mutable=True)
    for name, values in selection.items():
        query.setlist(name, values[:1] if name == "q" else values)
    facets = list(facets_for(query.urlencode()).values())
    facet = data.draw(st.sampled_from([facet for facet in facets if facet.choices]))
    drawn = data.draw(st.sampled_from(facet.choices))
    # Alone in its facet, with everything else as it is, a value gives what its count says.
    alone = query.copy()
    alone.setlist(facet.name, [drawn.value])
    assert count_of(alone.urlencode()) == drawn.count


def test_counts_ignore_the_selection_of_their_own_facet():
    everything, selected = facets_for(""), facets_for("country=KGZ")
    assert choice(selected["country"], "PER").count == choice(everything["country"], "PER").count
    assert choice(selected["kind"], "training").count < choice(everything["kind"], "training").count


def test_a_theme_counts_an_activity_of_two_of_its_leaves_once():
    theme = choice(facets_for("")["theme"], "corruption")
    assert theme.count == count_of("theme=corruption")


def test_a_selected_value_without_results_stays_and_can_be_removed():
    facet = facets_for("country=TUV&country=KGZ")["country"]
    tuvalu = choice(facet, "TUV")
    assert (tuvalu.count, tuvalu.selected, tuvalu.url) == (0, True, "?country=KGZ")
    assert tuvalu in facet.first


def test_values_without_results_are_not_offered():
    assert all(choice.count for facet in facets_for("").values() for choice in facet.choices)


def test_every_facet_has_a_label_and_every_parameter_a_facet():
    facets = facets_for("")
    assert list(facets) == list(FACETS)
    assert set(ActivityFilter.base_fields) - {"q", "sort", "verbatim"} == set(FACETS)
    assert all(facet.label for facet in facets.values())


def test_long_facets_show_the_most_frequent_and_keep_the_rest():
    facet = facets_for("")["country"]
    assert len(facet.first) == 10
    assert len(facet.first) + len(facet.rest) == len(facet.choices)
    assert min(c.count for c in facet.first) >= max(c.count for c in facet.rest)


def test_links_toggle_a_value_and_go_back_to_the_first_page():
    params = QueryDict("q=a&country=KGZ&page=3")
    assert toggled(params, "country", "PER") == "?q=a&country=KGZ&country=PER"
    assert toggled(params, "country", "KGZ") == "?q=a"
    assert dropped(params, "q") == "?country=KGZ"
    assert params.urlencode() == "q=a&country=KGZ&page=3"


def test_a_query_is_escaped_in_links():
    assert toggled(QueryDict("q=%22a%26b%22"), "kind", "event") == "?q=%22a%26b%22&kind=event"


def test_the_index_follows_the_catalogue():
    before = index.current_index()
    assert index.current_index() is before
    ActivityFactory(countries=[Country.objects.get(iso3="TUV")])
    assert "TUV" in index.current_index().values["country"]
    assert "TUV" not in before.values["country"]


def test_a_withdrawn_activity_leaves_the_counts():
    activity = ActivityFactory(countries=[Country.objects.get(iso3="TUV")])
    assert choice(facets_for("")["country"], "TUV").count == 1
    Activity.objects.filter(pk=activity.pk).update(status="withdrawn")
    publish_changes(Activity.objects.filter(pk=activity.pk))
    assert "TUV" not in {c.value for c in facets_for("")["country"].choices}


def test_the_index_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        index.FacetIndex()


def test_an_empty_facet_is_an_empty_list():
    assert Facet("year", "Year", [], frozenset(), Choice).first == []


@pytest.mark.parametrize("field", ["modality", "date_precision", "source_note_en", "kind"])
def test_what_is_blank_is_no_value_of_a_facet(monkeypatch, field):
    ActivityFactory()
    monkeypatch.setitem(index.PATHS, field, field)
    values = index.FacetIndex().values[field]
    assert "" not in values
    assert "None" not in values
    told = Activity.objects.published().exclude(**{field: ""}).values_list("report_order", flat=True)
    assert BitMap.union(BitMap(), *values.values()) == BitMap(told)
