import datetime
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from activities.models import (
    Activity,
    Country,
    Figure,
    Instrument,
    Locality,
    Partner,
    Programme,
    Publication,
    Region,
    Theme,
    Unit,
)
from activities.models.vocabulary import Status
from tests.factories import ActivityFactory, ParagraphFactory, ReportFactory

pytestmark = pytest.mark.django_db


def made_up():
    """The activities of the test beside those of the catalogue."""
    return Activity.objects.filter(report__ref="2099")


def refs(activities):
    return [activity.ref for activity in activities]


def region_of(*iso3, slug="made-up"):
    region = Region.objects.create(
        slug=slug,
        name_fr="Région inventée",
        name_en="Made-up region",
        basis="report",
        basis_note_fr="Un motif.",
        basis_note_en="A reason.",
    )
    region.countries.set(Country.objects.filter(iso3__in=iso3))
    return region


def country(iso3):
    return Country.objects.get(iso3=iso3)


def test_report_order_begins_with_the_newest_report_and_counts_ordinals_as_numbers():
    in_order = ["2099-026-9", "2099-026-10", "2099-026-100", "2099-027-1", "2099-100-1", "2098-100-2"]
    for ref in reversed(in_order):
        ActivityFactory(ref=ref, report=ReportFactory(ref=ref[:4]))
    assert refs(Activity.objects.filter(ref__in=in_order).in_report_order()) == in_order


def test_newest_come_first_and_undated_last():
    for ref, start in (
        ("2099-001-1", None),
        ("2099-001-2", datetime.date(2098, 5, 1)),
        ("2099-001-10", datetime.date(2099, 2, 1)),
        ("2099-001-9", datetime.date(2099, 2, 1)),
        ("2099-001-3", None),
    ):
        ActivityFactory(ref=ref, start=start, date_precision="month" if start else "")
    assert refs(made_up().newest_first()) == [
        "2099-001-9",
        "2099-001-10",
        "2099-001-2",
        "2099-001-1",
        "2099-001-3",
    ]


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        # Atelier, École, (Forum), Œuvre, Zone
        ("fr", ["2099-001-3", "2099-001-1", "2099-001-4", "2099-001-2", "2099-001-5"]),
        # Area, (École), Forum, Workshop, Young: the second one has no English title
        ("en", ["2099-001-5", "2099-001-1", "2099-001-4", "2099-001-3", "2099-001-2"]),
    ],
)
def test_titles_sort_as_the_reader_sees_them(language, in_order):
    for ref, titles in {
        "2099-001-1": {"fr": "École"},
        "2099-001-2": {"fr": "Œuvre", "en": "Young"},
        "2099-001-3": {"fr": "Atelier", "en": "workshop"},
        "2099-001-4": {"en": "Forum"},
        "2099-001-5": {"fr": "zone", "en": "Area"},
    }.items():
        ActivityFactory(ref=ref, texts={code: (title, "…") for code, title in titles.items()})
    with override(language):
        assert refs(made_up().by_title()) == in_order


@pytest.mark.parametrize(
    ("named", "regional", "scope", "block"),
    [
        (["KGZ"], [], "national", "naming"),
        (["KGZ", "NPL"], [], "global", "naming"),
        (["KGZ"], ["KGZ", "UZB"], "regional", "naming"),
        (["UZB"], ["KGZ", "UZB"], "regional", "covering"),
        ([], ["KGZ", "UZB"], "regional", "covering"),
        ([], ["KGZ", "UZB"], "global", "covering"),
        ([], ["UZB"], "global", "worldwide"),
        (["UZB"], [], "global", "worldwide"),
        ([], [], "global", "worldwide"),
        ([], ["UZB"], "regional", None),
        (["UZB"], [], "national", None),
    ],
)
def test_an_activity_stands_in_one_block_of_a_country_page_at_most(named, regional, scope, block):
    ActivityFactory(
        scope=scope,
        countries=[country(iso3) for iso3 in named],
        relations={"regions": [region_of(*regional)] if regional else []},
    )
    found = {
        name: getattr(made_up(), name)(country("KGZ")).exists()
        for name in ("naming", "covering", "worldwide")
    }
    assert found == {name: name == block for name in found}


def test_a_country_in_two_roles_and_two_regions_is_found_once():
    twice_named = ActivityFactory(countries=[country("KGZ")])
    twice_named.country_roles.create(country=country("KGZ"), role="host")
    twice_covered = ActivityFactory(
        relations={"regions": [region_of("KGZ"), region_of("KGZ", "UZB", slug="wider")]}
    )
    assert refs(made_up().naming(country("KGZ"))) == [twice_named.ref]
    assert refs(made_up().covering(country("KGZ"))) == [twice_covered.ref]


@pytest.mark.parametrize("iso3", ["KGZ", "COL", "NGA", "AND"])
def test_the_blocks_of_a_country_never_meet_in_the_catalogue(iso3):
    activities = Activity.objects.published()
    blocks = [
        set(refs(block(country(iso3))))
        for block in (activities.naming, activities.covering, activities.worldwide)
    ]
    assert blocks[2]
    assert not any(one & other for one, other in combinations(blocks, 2))
    assert set.union(*blocks) >= set(refs(activities.filter(countries__iso3=iso3)))


@pytest.mark.parametrize(
    ("language", "texts", "title"),
    [
        ("fr", {"fr": "Titre", "en": "Title"}, "Titre"),
        ("en", {"fr": "Titre", "en": "Title"}, "Title"),
        ("en", {"fr": "Titre"}, "Titre"),
        ("fr", {"en": "Title"}, "Title"),
    ],
)
def test_a_text_missing_in_one_language_is_shown_in_the_other(language, texts, title):
    activity = ActivityFactory(ref="2099-001-7", texts={code: (text, "…") for code, text in texts.items()})
    with override(language):
        assert activity.text.title == title
        assert str(activity) == f"2099-001-7 {title}"


def test_an_activity_without_any_text_goes_by_its_ref():
    activity = ActivityFactory(ref="2099-001-7", texts={})
    assert activity.text is None
    assert str(activity) == "2099-001-7"


def test_a_source_note_missing_in_one_language_is_shown_in_the_other():
    activity = ActivityFactory(source_note_fr="Le rapport se contredit.")
    with override("en"):
        assert activity.source_note == "Le rapport se contredit."


@pytest.mark.parametrize("status", Status.values)
def test_only_what_is_published_is_public(status):
    ActivityFactory(status=status)
    assert made_up().published().exists() == (status == "published")


def test_cited_paragraphs_stand_in_their_order_not_by_number():
    activity = ActivityFactory(citation=ParagraphFactory(number=9))
    activity.citations.create(paragraph=ParagraphFactory(number=4), position=1)
    assert [paragraph.number for paragraph in activity.cited_paragraphs] == [9, 4]


@pytest.mark.parametrize(("language", "path"), [("fr", "/fr/activites/"), ("en", "/en/activities/")])
def test_an_activity_has_its_address_in_each_language(language, path):
    with override(language):
        assert ActivityFactory(ref="2099-001-7").get_absolute_url() == f"{path}2099-001-7/"


def full_activity(number):
    """One with something in every relation, nothing of it shared with another activity."""
    names = {"slug": f"made-up-{number}", "name_fr": f"Nom {number}", "name_en": f"Name {number}"}
    place = Country.objects.order_by("iso3")[number]
    theme = Theme.objects.create(**names, parent=Theme.objects.create(slug=f"above-{number}"))
    programme = Programme.objects.create(**names, kind="programme")
    activity = ActivityFactory(
        countries=[place],
        citation=ParagraphFactory(number=number),
        relations={
            "regions": [region_of(place.iso3, slug=f"region-{number}")],
            "themes": [theme],
            "programmes": [programme],
            "partners": [Partner.objects.create(**names, kind="un_entity")],
            "instruments": [Instrument.objects.create(**names, kind="plan")],
        },
    )
    activity.country_roles.get().localities.add(Locality.objects.create(**names, country=place))
    Publication.objects.create(activity=activity, title="Titre")
    figure = Figure.objects.create(
        activity=activity,
        paragraph=activity.cited_paragraphs[0],
        value=number,
        unit=Unit.objects.create(**names),
        programme=programme,
    )
    figure.countries.add(place)


def read_activity(activity):
    """Everything that an activity of a list shows."""
    return (
        activity.text.title,
        *map(str, activity.named_countries),
        *map(str, activity.named_regions),
        *(paragraph.number for paragraph in activity.cited_paragraphs),
    )


def read_page(activity):
    """Everything that an activity's own page shows."""
    return (
        activity.text.title,
        activity.report.ref,
        *(str(paragraph.section) for paragraph in activity.cited_paragraphs),
        *((str(place.country), *map(str, place.localities.all())) for place in activity.country_roles.all()),
        *((str(theme), str(theme.parent)) for theme in activity.themes.all()),
        *(
            str(record)
            for relation in ("regions", "programmes", "partner_parts", "instruments")
            for record in getattr(activity, relation).all()
        ),
        *map(str, activity.publications.all()),
        *(
            (str(figure), str(figure.unit), figure.paragraph.number, *map(str, figure.countries.all()))
            for figure in activity.figures.all()
        ),
    )


@pytest.mark.parametrize(("recipe", "read"), [("for_list", read_activity), ("for_detail", read_page)])
def test_the_number_of_queries_does_not_grow_with_the_number_of_rows(recipe, read):
    counts = []
    for number in (1, 2, 3):
        full_activity(number)
        with CaptureQueriesContext(connection) as queries:
            contents = [read(activity) for activity in getattr(made_up(), recipe)()]
        assert len(contents) == number
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_a_list_names_a_country_of_two_roles_once():
    activity = ActivityFactory(countries=[country("KGZ")])
    activity.country_roles.create(country=country("KGZ"), role="host")
    assert [place.iso3 for place in made_up().for_list().get().named_countries] == ["KGZ"]


def test_activities_at_any_number_of_slots(django_assert_num_queries):
    published = list(Activity.objects.published().in_report_order())
    some = [activity.report_order for activity in published[::3]]
    with django_assert_num_queries(1):
        assert list(Activity.objects.at([*some, *range(100_000)]).in_report_order()) == published[::3]
    assert not Activity.objects.at([]).exists()
