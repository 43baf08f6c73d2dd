import datetime
from dataclasses import FrozenInstanceError

import pytest
from django.http import QueryDict

from activities.models import Activity, Country, Theme
from activities.search import ActivityFilter, Search, current_index
from activities.search.filters import MAX_QUERY, MAX_VALUES
from tests.factories import ActivityFactory
from tests.search.searching import refs_of, results_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]


def filtered(query):
    return ActivityFilter(QueryDict(query))


def refs(query):
    return refs_of(results_of(query))


def test_no_parameter_gives_everything_published_in_report_order():
    ActivityFactory(status="draft")
    assert refs("") == list(Activity.objects.published().in_report_order().values_list("ref", flat=True))


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("country=KGZ", {"countries__iso3": "KGZ"}),
        ("theme=cybercrime", {"themes__slug": "cybercrime"}),
        ("programme=star", {"programmes__slug": "star"}),
        ("partner=undp", {"partners__slug": "undp"}),
        ("instrument=uncac", {"instruments__slug": "uncac"}),
        ("kind=training", {"kind": "training"}),
        ("scope=regional", {"scope": "regional"}),
        ("year=2021", {"start__year": 2021}),
    ],
)
def test_each_parameter_selects_what_it_says(query, condition):
    expected = set(Activity.objects.published().filter(**condition).values_list("ref", flat=True))
    assert expected
    assert set(refs(query)) == expected


def test_values_of_one_parameter_widen_and_parameters_narrow():
    either = set(refs("country=KGZ&country=PER"))
    assert either == set(refs("country=KGZ")) | set(refs("country=PER"))
    assert set(refs("country=KGZ&country=PER&theme=sport")) == either & set(refs("theme=sport"))


def test_an_activity_with_several_matching_values_stands_once():
    both = refs("country=KGZ&country=PER&sort=title")
    assert len(both) == len(set(both))


def test_a_theme_includes_everything_below_it():
    branch, leaf = Theme.objects.get(slug="corruption"), Theme.objects.get(slug="whistle-blower-protection")
    assert leaf.parent == branch
    assert set(refs("theme=whistle-blower-protection")) < set(refs("theme=corruption"))


def test_a_draft_is_never_listed():
    country = Country.objects.get(iso3="TUV")
    ActivityFactory(countries=[country], status="draft")
    published = ActivityFactory(countries=[country])
    assert refs("country=TUV") == [published.ref]


@pytest.mark.parametrize(
    ("query", "field", "word"),
    [
        ("country=XXX", "country", "XXX"),
        ("country=KGZ&country=XXX", "country", "XXX"),
        ("country=%00", "country", "␀"),
        ("region=atlantis", "region", "atlantis"),
        ("theme=<b>", "theme", "<b>"),
        ("programme=star'--", "programme", "star'--"),
        ("partner=nobody", "partner", "nobody"),
        ("instrument=42", "instrument", "42"),
        ("kind=party", "kind", "party"),
        ("scope=cosmic", "scope", "cosmic"),
        ("year=1066", "year", "1066"),
        ("year=abc", "year", "abc"),
        ("sort=random", "sort", "random"),
    ],
)
def test_an_unknown_value_is_an_error_that_names_it(query, field, word):
    form = filtered(query)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert word in form.errors.as_data()[field][0].messages[0]


def test_bounds_on_text_and_on_the_number_of_values():
    assert filtered("q=" + "a" * MAX_QUERY).is_valid()
    assert list(filtered("q=" + "a" * (MAX_QUERY + 1)).errors) == ["q"]
    assert list(filtered("q=%00").errors) == ["q"]
    assert list(filtered("&".join(["country=KGZ"] * (MAX_VALUES + 1))).errors) == ["country"]
    assert list(filtered("&".join(["kind=training"] * (MAX_VALUES + 1))).errors) == ["kind"]


def test_an_empty_value_is_no_filter():
    assert refs("q=&country=&kind=&year=&sort=") == refs("")


def test_orders():
    dated = [ActivityFactory(start=datetime.date(y, 1, 1), date_precision="year").ref for y in (2097, 2098)]
    assert refs("sort=newest")[:2] == dated[::-1]
    assert refs("q=prison") == refs("q=prison&sort=relevance")
    assert sorted(refs("q=prison&sort=report")) == sorted(refs("q=prison"))


def test_relevance_is_offered_only_with_a_text():
    def offered(query):
        return [value for value, _label in results_of(query).orders]

    assert "relevance" not in offered("country=KGZ")
    assert "relevance" in offered("q=prison")


def test_valid_parameters_become_a_search_of_plain_data():
    form = filtered("q=prison&country=KGZ&country=PER&kind=&sort=title&page=2")
    assert form.is_valid()
    assert form.search == Search("prison", {"country": ("KGZ", "PER")}, "title", "fr")
    assert form.asked.urlencode() == "q=prison&country=KGZ&country=PER&sort=title"
    with pytest.raises(FrozenInstanceError):
        form.search.text = "police"


def test_a_search_needs_no_parameters():
    found = current_index().find(Search(selection={"country": ["KGZ"]}))
    assert refs_of(found) == refs("country=KGZ")


def test_names_and_titles_are_in_the_language_of_the_search():
    titles = {"2097-001-1": ("B", "Y"), "2097-001-2": ("A", "Z")}
    place = Country.objects.get(iso3="TUV")
    for ref, (french, english) in titles.items():
        ActivityFactory(ref=ref, texts={"fr": (french, "R"), "en": (english, "S")}, countries=[place])
    for language, first in (("fr", "2097-001-2"), ("en", "2097-001-1")):
        search = Search(selection={"country": ["TUV"]}, order="title", language=language)
        assert refs_of(current_index().find(search))[0] == first
