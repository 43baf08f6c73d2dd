from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from activities.models import Country, Figure
from tests.factories import ActivityFactory, FigureFactory, ParagraphFactory

pytestmark = pytest.mark.django_db


def figure(**columns):
    words = {"label_fr": "procureurs formés", "label_en": "prosecutors trained"}
    of_a_paragraph = {"activity": None, "paragraph": ParagraphFactory(), "role": "context"}
    return FigureFactory(**{**words, **of_a_paragraph, **columns})


def made_up():
    return Figure.objects.filter(paragraph__report__ref="2099")


@pytest.mark.parametrize(
    "period",
    [
        "",
        "2020",
        "2020-11",
        "2020-12",
        "2020-11-30",
        "2017/..",
        "2020-03/..",
        "../2021-05",
        "2018/2020",
        "2020-01-31/2021-12",
    ],
)
def test_a_period_may_be_what_reports_say(period):
    figure(period=period).full_clean()
    assert made_up().get().period == period


@pytest.mark.parametrize(
    "period",
    [
        "en 2020",
        "20",
        "2020-1",
        "202011",
        "2020/",
        "/2020",
        "2020–2021",
        "2020/21",
        "2020-11T10:00",
        "2020/2021/2022",
        "2020-00",
        "2020-13",
        "2020-11-00",
        "2020-11-32",
        "..",
        "../..",
        "2020\n",
    ],
)
def test_a_period_cannot_be_anything_else(period):
    refused = figure()
    refused.period = period
    with pytest.raises(ValidationError):
        refused.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        refused.save()


@pytest.mark.parametrize(
    ("language", "qualifier", "value", "text"),
    [
        ("fr", "exact", "20", "exactement 20 procureurs formés"),
        ("en", "more_than", "2600.0000", "more than 2600 prosecutors trained"),
        ("en", "about", "2.5", "about 2.5 prosecutors trained"),
    ],
)
def test_a_figure_reads_as_a_phrase(language, qualifier, value, text):
    with override(language):
        assert str(figure(qualifier=qualifier, value=Decimal(value))) == text


def test_a_label_missing_in_one_language_is_shown_in_the_other():
    with override("en"):
        assert figure(label_en="").label == "procureurs formés"


def test_figures_of_drafts_are_not_public_and_those_of_no_activity_are():
    of_paragraph = figure()
    published = figure(activity=ActivityFactory())
    figure(activity=ActivityFactory(status="draft"))
    figure(activity=ActivityFactory(status="withdrawn"))
    assert set(made_up().published()) == {of_paragraph, published}


def test_a_country_has_the_figures_that_count_for_it_alone():
    niger, nigeria = (Country.objects.get(iso3=iso3) for iso3 in ("NER", "NGA"))
    counted = figure()
    counted.countries.add(niger)
    figure(position=1).countries.add(nigeria)
    assert list(made_up().counting_for(niger)) == [counted]


def test_a_table_of_figures_follows_the_report_and_takes_the_same_queries_for_any_number(
    django_assert_num_queries,
):
    second = ParagraphFactory(number=2)
    rows = [
        figure(paragraph=second, position=1),
        figure(paragraph=second, position=0),
        figure(position=9, activity=ActivityFactory()),
    ]
    for row in rows:
        row.countries.add(Country.objects.get(iso3="NER"))
    with django_assert_num_queries(2):
        table = list(made_up().for_table())
        assert [(row.unit.slug, row.countries.all()[0].iso3, row.paragraph.number) for row in table] == [
            ("people_trained", "NER", number) for number in (1, 2, 2)
        ]
    assert table == rows[::-1]


def test_a_figure_of_a_paragraph_is_found_again_by_its_natural_key():
    for row in (figure(), figure(activity=ActivityFactory(), position=3)):
        assert Figure.objects.get_by_natural_key(*row.natural_key()) == row


def test_figures_at_the_same_place_stand_in_one_order_whatever_the_database_reads_first():
    """Equal positions of several activities would come as they lie in the table, which every update changes."""
    paragraph = ParagraphFactory()
    activities = [ActivityFactory(citation=paragraph) for _number in range(8)]
    figures = [figure(activity=activity, paragraph=paragraph, role="result") for activity in activities]
    for row in figures[::2]:
        Figure.objects.filter(pk=row.pk).update(label_fr="formés")
    assert list(made_up().for_table()) == figures
