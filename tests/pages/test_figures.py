"""The register of figures."""

import re
from html import unescape

import pytest

from activities.models import Activity, ActivityCountry, Country, Figure, Section, Unit
from tests.factories import ActivityFactory, FigureFactory, ParagraphFactory
from tests.pages.test_views import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unnamed")]


def rows(response):
    return re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", response.text, re.S)


def add_figure(country, value, **fields):
    country = Country.objects.get(iso3=country)
    activity = ActivityFactory(countries=[country])
    words = {"label_fr": "personnes", "label_en": "people"}
    figure = FigureFactory(activity=activity, value=value, period="2099", **words, **fields)
    figure.countries.add(country)
    return figure


def test_every_figure_stands_in_the_register_once_in_the_order_of_the_report(client):
    count = Figure.objects.published().count()
    pages = [client.get(f"/fr/chiffres/?page={number}") for number in range(1, -(-count // 50) + 1)]
    assert len(pages) > 1
    assert len(rows(pages[0])) == 50
    assert sum(len(rows(page)) for page in pages) == count
    assert f"{count} chiffres" in text_of(pages[0])
    numbers = [int(n) for page in pages for row in rows(page) for n in re.findall(r"#p(\d+)", row)]
    assert numbers == sorted(numbers)


def test_a_row_tells_all_that_the_report_states(client):
    figure = FigureFactory(
        activity=ActivityFactory(citation=ParagraphFactory(number=6)),
        value=112000,
        qualifier="more_than",
        cumulative=True,
        label_en="police officers & judges",
    )
    row = next(
        row for row in rows(client.get("/en/figures/?paragraph=6")) if figure.label_en in unescape(row)
    )
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split())
    for fact in (
        "more than",
        "112,000",
        figure.unit.name_en,
        "not stated",
        "cumulative",
        "§ 6",
        figure.activity.ref,
    ):
        assert fact in text, fact


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("unit=events", {"unit__slug": "events"}),
        ("country=COL", {"countries__iso3": "COL"}),
        ("paragraph=2", {"paragraph__number": 2}),
        ("role=context", {"role": "context"}),
        ("section=IV.C.1", {"paragraph__section__code": "IV.C.1"}),
        ("section=IV.C", {"paragraph__section__code__startswith": "IV.C"}),
        ("unit=events&role=result", {"unit__slug": "events", "role": "result"}),
        ("unit=events&unit=countries", {"unit__slug__in": ["events", "countries"]}),
    ],
)
def test_filters_keep_what_they_say(client, query, wanted):
    count = Figure.objects.published().filter(**wanted).count()
    assert count
    page = client.get(f"/en/figures/?{query}")
    assert re.search(rf"\b{count} figure", text_of(page))
    assert len(rows(page)) == min(count, 50)


def test_a_section_does_not_include_another_whose_code_begins_alike(client):
    assert Section.objects.filter(code="IV").exists()
    page = client.get("/en/figures/?section=I")
    numbers = {int(n) for row in rows(page) for n in re.findall(r"#p(\d+)", row)}
    assert numbers <= {1, 2, 3}


@pytest.mark.parametrize(("address", "amount"), [("/fr/chiffres/", "50\xa0%"), ("/en/figures/", "50%")])
def test_per_cent_is_written_as_the_language_has_it(client, address, amount):
    FigureFactory(unit=Unit.objects.get(slug="per_cent"), value=50, qualifier="about")
    assert f"</span> {amount}" in unescape(client.get(address, {"unit": "per_cent"}).text)


def test_a_programme_keeps_its_own_figures_and_those_of_its_activities(client):
    figure = Figure.objects.filter(programme__isnull=False).first()
    page = client.get(f"/fr/chiffres/?programme={figure.programme.slug}")
    assert figure.label_fr in unescape(page.text)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("unit=nothing", "nothing"), ("country=XXX", "XXX"), ("paragraph=0", "0"), ("paragraph=abc", "abc"),
        ("section=%00", "␀"), ("role=<script>", "<script>"), ("page=99", "99"), ("page=x", "x"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/fr/chiffres/", "/en/figures/"])
def test_a_wrong_parameter_is_named(client, path, query, said):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert said in text_of(response)
    assert "<script>" not in response.text.partition("<main")[2]


def test_an_empty_field_asks_for_nothing(client):
    response = client.get("/fr/chiffres/?paragraph=")
    assert len(rows(response)) == 50
    assert 'name="paragraph" inputmode="numeric" maxlength="3" size="4" value=""' in response.text


def test_the_register_says_why_there_is_no_total(client):
    page = text_of(client.get("/en/figures/?unit=countries"))
    assert "Why no total is given" in page
    assert "may count the same thing twice" in page


def test_the_register_gives_a_total_that_is_allowed(client):
    add_figure("TUV", 1200), add_figure("NRU", 34, qualifier="at_least")
    page = text_of(client.get("/en/figures/?country=TUV&country=NRU"))
    assert re.search(r"Total at least 1,234 people trained", page)
    assert "Why no total" not in page


def test_the_figures_of_a_draft_are_not_shown(client):
    figure = add_figure("TUV", 1234)
    Activity.objects.filter(pk=figure.activity_id).update(status="draft")
    assert "1 234" not in text_of(client.get("/fr/chiffres/?country=TUV"))
    assert not rows(client.get("/fr/chiffres/?country=TUV"))


def test_what_is_selected_stays_selected(client):
    page = client.get("/fr/chiffres/?unit=events&role=result&paragraph=6").text
    checked = re.findall(r'name="(\w+)" value="([\w.]+)" checked', page)
    assert set(checked) == {("unit", "events"), ("role", "result")}
    assert 'name="paragraph" inputmode="numeric" maxlength="3" size="4" value="6"' in page


def test_country_roles_do_not_multiply_rows(client):
    figure = add_figure("TUV", 7)
    ActivityCountry.objects.create(activity=figure.activity, country=Country.objects.get(iso3="NRU"))
    assert len(rows(client.get("/fr/chiffres/?country=TUV"))) == 1
